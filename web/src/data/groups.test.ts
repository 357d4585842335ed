import { describe, expect, it } from "vitest";
import { readBy, setOfGroup, writeBy } from "./groups";
import { readSet, writeSet } from "./selection";

describe("groups", () => {
  it("stand in an address", () => {
    for (const by of [
      { start: "channel" as const },
      { start: "touchpoint" as const },
      { property: "region" },
      { property: "start:channel" },
      { property: "" },
    ]) {
      expect(readBy(writeBy(by))).toEqual(by);
    }
    expect(readBy(null)).toBeNull();
    expect(readBy("channel")).toBeNull();
    expect(writeBy(null)).toBeNull();
  });

  it("open as sets that an address can hold", () => {
    const by = { property: "region" };
    const shown = [
      { value: "Nord" },
      { value: "Sud" },
      { other: true as const },
      { absent: true as const },
    ];
    const sets = shown.map((group) => setOfGroup(by, group, shown));
    expect(sets).toEqual([
      { of: "group", by, value: "Nord" },
      { of: "group", by, value: "Sud" },
      { of: "group", by, not: ["Nord", "Sud"] },
      { of: "group", by, absent: true },
    ]);
    for (const set of sets) {
      expect(readSet(writeSet({ of: "and", sets: [set, { of: "running" }] }))).not.toBeNull();
    }
    expect(readSet('{"of":"group","by":{"property":"region"}}')).toBeNull();
    expect(readSet('{"of":"and","sets":[]}')).toBeNull();
    expect(readSet('{"of":"and","sets":[{"of":"nothing"}]}')).toBeNull();
  });
});
