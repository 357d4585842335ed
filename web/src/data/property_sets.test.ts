import { describe, expect, it } from "vitest";
import type { JourneySet } from "../api/shapes";
import { narrowed, partsOfSet, setOfParts, setOfValues, valuesOf } from "./property_sets";

const by = { property: "region" };
const group = (value: string): JourneySet => ({ of: "group", by, value });

describe("selections by properties", () => {
  it("of one value are its group, of several those that are none of the others", () => {
    expect(setOfValues({ by, values: ["A"], absent: false })).toEqual(group("A"));
    expect(setOfValues({ by, values: [], absent: true })).toEqual({
      of: "group",
      by,
      absent: true,
    });
    expect(setOfValues({ by, values: [], absent: false })).toBeNull();
    expect(setOfValues({ by, values: ["A", "B"], absent: false })).toEqual({
      of: "and",
      sets: [
        { of: "not", set: { of: "group", by, not: ["A", "B"] } },
        { of: "not", set: { of: "group", by, absent: true } },
      ],
    });
  });

  it("are read back as values", () => {
    for (const values of [
      { by, values: ["A", "B"], absent: false },
      { by, values: ["A"], absent: true },
    ]) {
      const set = setOfValues(values);
      expect(set && valuesOf(set)).toEqual(values);
    }
    expect(valuesOf(group("A"))).toBeNull();
    expect(valuesOf({ of: "and", sets: [group("A"), group("B")] })).toBeNull();
  });

  it("are narrowed part by part, and widened again", () => {
    const both = setOfValues({ by, values: ["A", "B"], absent: false })!;
    const channel: JourneySet = { of: "group", by: { start: "channel" }, value: "app" };
    expect(narrowed(null, both)).toEqual(both);
    const two = narrowed(both, channel);
    expect(partsOfSet(two)).toEqual([both, channel]);
    const three = narrowed(two, { of: "running" });
    expect(partsOfSet(three)).toHaveLength(3);
    expect(setOfParts(partsOfSet(two).slice(0, 1))).toEqual(both);
    expect(setOfParts([])).toBeNull();
  });
});
