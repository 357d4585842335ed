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

test("planned channels stand against those used, and shares of a stage sum to one", () => {
  const stage = (id: string, planned: string[]) =>
    ({ id, planned }) as unknown as Conformance["stages"][number];
  const contact = (id: string, channel: string | null, planned: boolean, contacts: number) =>
    ({ stage: id, channel, planned, contacts, journeys: contacts, touchpoint: "t" }) as never;
  const matrix = channelMatrix({
    stages: [stage("look", ["web"]), stage("think", []), stage("order", ["web", "store"])],
    contacts: [
      contact("look", "web", true, 3),
      contact("order", "web", true, 1),
      contact("order", "phone", false, 8),
      contact("order", null, true, 1),
    ],
  });
  expect(matrix.channels).toEqual(["phone", "web", null, "store"]);
  expect(matrix.rows.map(({ stage }) => stage.id)).toEqual(["look", "order"]);
  const [phone, web, unsaid, store] = matrix.rows[1]!.cells;
  expect([phone!.planned, web!.planned, unsaid!.planned, store!.planned]).toEqual([
    false,
    true,
    true,
    true,
  ]);
  expect(store!.contacts).toEqual([]);
  expect(matrix.rows[1]!.cells.reduce((sum, cell) => sum + cell.share, 0)).toBeCloseTo(1);
});
