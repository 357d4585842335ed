import { expect, test } from "vitest";
import type { ControlStage } from "../api/shapes";
import { en } from "../app/words/en";
import { alertsOf, endedIn, judged } from "./control";
import { describeSet } from "./describe_set";
import { readSet, writeSet } from "./selection";

const week = (from: string, to: string, more: object) => ({
  ...{ date: from.slice(0, 10), from, to, concerned: 40, fitting: 20, share: 0.5 },
  ...{ state: "inside", centre: 0.9, low: 0.8, high: 1, ...more },
});
const stage = (id: string, more: object) =>
  ({
    id,
    title: { en: id, fr: id },
    planned: [],
    alert: null,
    periods: [],
    ...more,
  }) as unknown as ControlStage;
const first = week("2025-05-05T00:00:00Z", "2025-05-12T00:00:00Z", { state: "below" });
const second = week("2025-05-12T00:00:00Z", "2025-05-19T00:00:00Z", { state: "below" });
const few = week("2025-05-19T00:00:00Z", "2025-05-26T00:00:00Z", { state: "too_few", low: null });
const order = stage("order", {
  alert: { side: "below", since: first.from, until: second.to, periods: 2 },
  periods: [first, second, few],
});

test("a stage outside is told with its last period outside, not with one of too few", () => {
  const [found, ...others] = alertsOf({ stages: [stage("look", { periods: [few] }), order] });
  expect(others).toEqual([]);
  expect(found?.stage.id).toBe("order");
  expect(found?.period.date).toBe("2025-05-12");
});

test("stages without limits are not judged", () => {
  expect(judged({ stages: [stage("look", { periods: [few] }), order] })).toBe(1);
});

test("the journeys of a period come back from the address", () => {
  const set = endedIn(second as Parameters<typeof endedIn>[0]);
  expect(readSet(writeSet(set))).toEqual(set);
  expect(describeSet(set, en)).toBe("Journeys that ended from 2025-05-12 on, before 2025-05-19");
});
