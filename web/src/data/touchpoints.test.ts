import { readSet } from "./selection";
import { describe, expect, it } from "vitest";
import type { JourneySet } from "../api/shapes";
import {
  nearestNames,
  touchpointsIn,
  unknownNames,
  unmatchedPatterns,
  withName,
} from "./touchpoints";

const known = ["order.placed", "order.failed", "site.visit", "store.visit", "pay"];

describe("a set in an address", () => {
  it("is none where it lacks what its kind needs", () => {
    for (const text of ["{", "3", '{"of":"nonsense"}', '{"of":"transition","from":"a"}'])
      expect(readSet(text), text).toBeNull();
    expect(readSet('{"of":"not","set":{"of":"touchpoint"}}')).toBeNull();
    expect(readSet('{"of":"funnel","steps":["a"],"step":1}')).not.toBeNull();
    expect(readSet('{"of":"not","set":{"of":"running"}}')).not.toBeNull();
  });
});

describe("names of touchpoints", () => {
  it("keeps each unknown name once, in order, and none that is known", () => {
    const found = unknownNames(["site.visit", "zzz", "order.place", "zzz"], known);
    expect(found.map((one) => one.name)).toEqual(["zzz", "order.place"]);
    expect(found[0]?.nearest).toEqual([]);
    expect(found[1]?.nearest[0]).toBe("order.placed");
  });
  it("suggests at most three, nearest first, whatever the case", () => {
    expect(nearestNames("Site.Visti", known)[0]).toBe("site.visit");
    expect(nearestNames("visit", known)).toEqual(["site.visit", "store.visit"]);
    expect(nearestNames("pai", known)).toEqual(["pay"]);
    const many = ["visit.1", "visit.2", "visit.3", "visit.4"];
    expect(nearestNames("visit", many)).toHaveLength(3);
  });
  it("takes a star at the end for any text, and no other star", () => {
    expect(unmatchedPatterns(["order.*", "*", "site.visit"], known)).toEqual([]);
    const found = unmatchedPatterns(["ordre.*", "*.visit"], known);
    expect(found.map((one) => one.name)).toEqual(["ordre.*", "*.visit"]);
  });
  it("finds and replaces names in every kind of set", () => {
    const path: JourneySet = {
      of: "not",
      set: {
        of: "path",
        anchor: { at: "touchpoint", touchpoint: "a", occurrence: "first" },
        direction: "forward",
        prefix: ["b", "a"],
      },
    };
    expect(touchpointsIn(path)).toEqual(["a", "b", "a"]);
    expect(touchpointsIn(withName(path, "a", "c"))).toEqual(["c", "b", "c"]);
    const funnel: JourneySet = { of: "funnel", steps: ["a", "b"], step: 1 };
    expect(touchpointsIn(withName(funnel, "b", "c"))).toEqual(["a", "c"]);
    expect(touchpointsIn({ of: "running" })).toEqual([]);
  });
});
