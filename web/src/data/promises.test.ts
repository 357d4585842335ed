import { expect, test } from "vitest";
import type { DesignRule, StagePromise } from "../api/shapes";
import { en } from "../app/words/en";
import { fr } from "../app/words/fr";
import { describeSet } from "./describe_set";
import {
  clockText,
  hoursText,
  openingText,
  promisesCsv,
  promiseSet,
  ruleSet,
  ruleText,
} from "./promises";
import { readSet, writeSet } from "./selection";

const titles = {
  stage: (id: string) => id.toUpperCase(),
  touchpoint: (name: string) => name,
};
const event = (touchpoint: string, more = {}) => ({
  touchpoint,
  stage: null,
  channel: null,
  ...more,
});
const rule = (more: object): DesignRule =>
  ({
    ...{ id: "r", title: { en: "R", fr: "R" }, kind: "follows", within_us: null },
    ...{ first: event("paid"), then: event("sent") },
    ...{ kept: 1, broken: 2, pending: 3, not_concerned: 4, broken_share: 2 / 3, interval: null },
    ...more,
  }) as DesignRule;
const promise = {
  ...{ stage: "deliver", title: { en: "Deliver", fr: "Livrer" }, text: null, counted: "open" },
  ...{ within_us: 7_200_000_000, from: "order", since: "paid", until: null },
  ...{ kept: 8, broken: 2, pending: 1, not_concerned: 4, broken_share: 0.2, interval: null },
  used: { n: 9, median_us: 1000, p90_us: 2000 },
  channels: [
    {
      channel: null,
      ...{ kept: 8, broken: 2, pending: 1, not_concerned: 0, broken_share: 0.2, interval: null },
      used: { n: 9, median_us: 1000, p90_us: 2000 },
    },
  ],
} as unknown as StagePromise;

test("sets of promises and rules come back from the address", () => {
  const sets = [
    promiseSet("shop", "deliver", "kept"),
    promiseSet(null, "deliver", "broken", null),
    ruleSet(null, "confirmed", "pending"),
  ];
  for (const set of sets) expect(readSet(writeSet(set))).toEqual(set);
  expect(readSet('{"of":"promise","state":"kept"}')).toBeNull();
  expect(describeSet(sets[1]!, en)).toBe(
    "Journeys to which the promise of deliver was broken, begun on a channel not said",
  );
});

test("a rule is a sentence", () => {
  expect(ruleText(rule({ within_us: 3_600_000_000 }), en, titles, "en")).toBe(
    "After paid comes sent, within 1\u00a0h",
  );
  const first = event("", { touchpoint: null, stage: "order", channel: "phone" });
  expect(ruleText(rule({ kind: "precedes", first }), en, titles, "en")).toBe(
    "Before sent came any contact of ORDER (phone)",
  );
  const never = { kind: "never-together", then: event("paid") };
  expect(ruleText(rule(never), en, titles, "en")).toBe("paid does not come twice");
});

test("a promise says how it counts", () => {
  expect(clockText(promise, en, titles, "en")).toBe(
    "within 2\u00a0h, from paid to any contact of DELIVER, open hours only",
  );
});

test("opening hours are words, and what is no day stays", () => {
  expect(hoursText("mon-fri 09:00-12:00 14:00-18:00, sam 10:00-12:00", en, "en")).toBe(
    "Monday to Friday 09:00–12:00 and 14:00–18:00, Saturday 10:00–12:00",
  );
  expect(hoursText("lun-ven 09:00-18:00", fr, "fr")).toBe("du lundi au vendredi 09:00–18:00");
  expect(hoursText("xyz 1", en, "en")).toBe("xyz 1");
  const opening = { hours: "mon 09:00-10:00", zone: "Europe/Paris", closed: ["2025-12-25"] };
  expect(openingText(opening, en, "en")).toBe(
    "Monday 09:00–10:00 (Europe/Paris); closed on 25 Dec 2025",
  );
});

test("each promise, its channels and each rule are lines", () => {
  const lines = promisesCsv({ promises: [promise], rules: [rule({})] }).split("\r\n");
  expect(lines[1]).toBe("promise,deliver,,7200000000,open,8,2,1,4,0.2,9,1000,2000");
  expect(lines[2]).toBe(
    "promise begun on channel,deliver,,7200000000,open,8,2,1,0,0.2,9,1000,2000",
  );
  expect(lines[3]).toMatch(/^follows,r,,,,1,2,3,4,0\.6/);
});
