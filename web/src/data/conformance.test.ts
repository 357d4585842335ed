import { expect, test } from "vitest";
import { en } from "../app/words/en";
import type { Conformance, Deviation } from "../api/shapes";
import {
  acceptanceOf,
  channelMatrix,
  deviationSet,
  deviationText,
  rankedDeviations,
  readAccepted,
  readAsked,
  withAccepted,
  withoutAccepted,
  writeAsked,
} from "./conformance";
import { describeSet } from "./describe_set";
import { readSet, writeSet } from "./selection";

const deviation = (more: Partial<Deviation>): Deviation => ({
  deviation: "missed",
  stage: "order",
  touchpoint: null,
  touchpoints: [],
  channel: null,
  after: null,
  accepted: false,
  moves: 1,
  journeys: 1,
  departures: 0,
  cost: 10,
  value: null,
  ...more,
});
const titles = { stage: (id: string) => id.toUpperCase(), touchpoint: (name: string) => name };
const paramsOf = (record: Record<string, unknown>) => (name: string) =>
  record[name] === undefined || record[name] === null ? null : String(record[name]);

test("what is asked comes back from the address as it was written", () => {
  const asked = withAccepted(
    { design: "shop", missed: 5, substituted: 0 },
    { deviation: "substituted", stage: "order", channel: "phone" },
  );
  const param = paramsOf(writeAsked(asked));
  expect(readAsked(param, readAccepted(param("accepted"))!)).toEqual(asked);
});

test("usual costs and what is no number are not asked", () => {
  expect(readAsked(paramsOf({ missed: "10", lived_only: "-1", substituted: "x" }), [])).toEqual({});
  expect(readAsked(paramsOf({ missed: "" }), [])).toEqual({});
});

test("what is no list of accepted deviations is said to be none", () => {
  expect(readAccepted(null)).toEqual([]);
  expect(readAccepted("{")).toBeNull();
  expect(readAccepted('["order"]')).toBeNull();
  expect(readAccepted('[{"deviation":"missed","stage":"order"}]')).toHaveLength(1);
});

test("a deviation is accepted once, and counted again when it is taken back", () => {
  const phone = acceptanceOf(deviation({ deviation: "substituted", channel: "phone" }));
  expect(phone).toEqual({ deviation: "substituted", stage: "order", channel: "phone" });
  const twice = withAccepted(withAccepted({}, phone), phone);
  expect(twice.accepted).toEqual([phone]);
  expect(withoutAccepted(twice, phone).accepted).toEqual([]);
  expect(acceptanceOf(deviation({}))).toEqual({ deviation: "missed", stage: "order" });
});

test("deviations are ranked by what is chosen, accepted ones apart", () => {
  const often = deviation({ journeys: 9, departures: 1, cost: 9 });
  const first = deviation({ journeys: 5, departures: 5, cost: 50 });
  const fine = deviation({ journeys: 99, accepted: true, cost: 0 });
  const list = [often, first, fine];
  expect(rankedDeviations(list, "journeys")).toEqual({ counted: [often, first], accepted: [fine] });
  expect(rankedDeviations(list, "departures").counted).toEqual([first, often]);
  expect(rankedDeviations(list, "cost").counted).toEqual([first, often]);
});

test("a deviation says what it is, and its set what it opens", () => {
  const call = deviation({
    deviation: "lived_only",
    stage: "help",
    touchpoint: "call",
    touchpoints: ["call", "chat", "mail"],
    channel: "phone",
    after: "order",
  });
  expect(deviationText(call, en, titles)).toBe("call, chat +1 (phone) out of place, after ORDER");
  expect(deviationText({ ...call, after: null }, en, titles)).toMatch(/before any stage$/);
  const set = deviationSet({ missed: 5 }, "departure", call);
  expect(readSet(writeSet(set))).toEqual(set);
  expect(describeSet(set, en, { ...titles, interaction: (id) => id })).toBe(
    "Journeys with call (phone) where the design has none, after ORDER: the first deviation",
  );
});

test("planned channels stand against those used, and shares of a row sum to one", () => {
  const stage = (id: string) => ({ id }) as unknown as Conformance["stages"][number];
  const cell = (
    id: string,
    planned: string[] | null,
    channel: string | null,
    contacts: number,
  ) => ({
    ...{ stage: id, planned, channel, contacts, journeys: contacts },
    as_planned: channel === null || planned === null || planned.includes(channel),
  });
  const plan = ["web", "store"];
  const matrix = channelMatrix({
    stages: [stage("look"), stage("think"), stage("order")],
    channels: [
      cell("look", null, "web", 3),
      cell("order", plan, "web", 1),
      cell("order", plan, "phone", 8),
      cell("order", plan, null, 1),
      cell("order", [], "web", 2),
    ],
  } as unknown as Conformance);
  expect(matrix.channels).toEqual(["phone", "web", null, "store"]);
  expect(matrix.rows.map((row) => [row.stage.id, row.planned])).toEqual([
    ["look", null],
    ["order", plan],
    ["order", []],
  ]);
  const cells = matrix.rows[1]!.cells;
  expect(cells.map((one) => one.planned)).toEqual([false, true, true, true]);
  expect(cells.map((one) => one.cell?.contacts ?? null)).toEqual([8, 1, 1, null]);
  expect(cells.reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(1);
  expect(matrix.rows[2]!.cells[1]!.planned).toBe(false);
});
