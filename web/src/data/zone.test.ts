import { describe, expect, it } from "vitest";
import type { Select } from "../api/shapes";
import { otherSelect, readAgainst, sharedQuestion, writeAgainst } from "./compare";
import { journeysCsv } from "./csv";
import { formatTime } from "./format";
import { periodBefore, periodsOf, selectOf } from "./selection";
import { dayIn, isZone, startOfDay, writtenIn } from "./zone";

const paris = "Europe/Paris";

describe("days in a zone", () => {
  it("begin at that zone's midnight, summer and winter", () => {
    expect(startOfDay("2025-01-15", paris)).toBe("2025-01-14T23:00:00Z");
    expect(startOfDay("2025-07-15", paris)).toBe("2025-07-14T22:00:00Z");
    expect(startOfDay("2025-07-15", "UTC")).toBe("2025-07-15T00:00:00Z");
    expect(startOfDay("2025-07-15", "Asia/Kathmandu")).toBe("2025-07-14T18:15:00Z");
    expect(startOfDay("2025-07-15", "Pacific/Kiritimati")).toBe("2025-07-14T10:00:00Z");
  });
  it("begin right on the days when clocks change", () => {
    for (const day of ["2025-03-30", "2025-03-31", "2025-10-26", "2025-10-27"])
      expect(dayIn(startOfDay(day, paris), paris)).toBe(day);
    expect(startOfDay("2025-10-27", paris)).toBe("2025-10-26T23:00:00Z");
    expect(startOfDay("2025-03-31", paris)).toBe("2025-03-30T22:00:00Z");
  });
  it("are those of the clock on the wall", () => {
    expect(dayIn("2025-02-28T23:30:00Z", paris)).toBe("2025-03-01");
    expect(formatTime("2025-02-28T23:30:00Z", "en", paris)).toBe("1 Mar 2025, 00:30");
    expect(formatTime("2025-02-28T23:30:00Z", "en", "UTC")).toBe("28 Feb 2025, 23:30");
    expect(isZone("Europe/Nowhere")).toBe(false);
  });
  it("reach the server as instants, and days of UTC as they are", () => {
    const chosen = { from: "2025-04-01", to: "2025-07-01", by: null, touchpoints: null };
    expect(selectOf({ ...chosen, zone: "UTC" })).toEqual({ from: "2025-04-01", to: "2025-07-01" });
    expect(selectOf({ ...chosen, zone: paris })).toEqual({
      from: "2025-03-31T22:00:00Z",
      to: "2025-06-30T22:00:00Z",
    });
  });
  it("are written with their distance to UTC, and the zone is named", () => {
    expect(writtenIn("2025-02-28T23:30:00Z", paris)).toBe("2025-03-01T00:30:00+01:00");
    expect(writtenIn("2025-02-28T23:30:00Z", "America/St_Johns")).toBe("2025-02-28T20:00:00-03:30");
    expect(writtenIn("2025-02-28T23:30:00Z", "UTC")).toBe("2025-02-28T23:30:00Z");
    const start = "2025-06-01T00:00:00Z";
    const row = { label: "a", customer: "c", start, end: start, touchpoints: ["x"] };
    const text = journeysCsv([row as unknown as Parameters<typeof journeysCsv>[0][0]], paris);
    expect(text).toContain("2025-06-01T02:00:00+02:00");
    expect(text.split("\r\n").map((line) => line.split(",").pop())).toEqual(["zone", paris, ""]);
  });
  it("decide which quarters cover the data", () => {
    const first = "2024-12-31T23:30:00Z";
    const quarters = (zone: string) =>
      periodsOf(first, "2025-02-01T00:00:00Z", zone)
        .filter((period) => period.kind === "quarter")
        .map((period) => period.from);
    expect(quarters("UTC")).toEqual(["2024-10-01", "2025-01-01"]);
    expect(quarters(paris)).toEqual(["2025-01-01"]);
  });
});

describe("what a canvas is compared with", () => {
  const late = { of: "touchpoint", touchpoint: "late" } as const;
  it("is read back from the address as it was written", () => {
    for (const text of ["2025-01-01..2025-04-01", "..2025-04-01", "all", JSON.stringify(late)]) {
      const read = readAgainst(text, null, null, null);
      expect(read && read.kind !== "none" && writeAgainst(read)).toBe(text);
    }
    expect(readAgainst("rest", null, null, late)).toEqual({ kind: "rest" });
    for (const text of ["", null]) expect(readAgainst(text, null, null, null)).toBeNull();
  });
  it("is not left out in silence where it cannot be read", () => {
    const why = (text: string, to: string | null = null) => {
      const read = readAgainst(text, "2025-01-01", to, null);
      return read?.kind === "none" ? `no ${read.why}` : read?.kind;
    };
    for (const text of ["no", "{", '{"of":"nonsense"}', "2025-01-01", "a..b..c"])
      expect(why(text), text).toBe("no unread");
    for (const text of ["2025-04-01..2025-01-01", "2025-13-01..2025-14-01", "2025-13..x"])
      expect(why(text), text).toBe("no period");
    expect(why("rest")).toBe("no rest");
    expect(why("before")).toBe("no before");
    expect(why("before", "2025-04-01")).toBe("period");
    const dotted = JSON.stringify({ of: "touchpoint", touchpoint: "a..b" });
    expect(why(dotted), "dots of a name are no period").toBe("set");
  });
  it("is the months before a period of months, the days before one of days", () => {
    expect(periodBefore("2025-04-01", "2025-07-01")).toEqual({
      from: "2025-01-01",
      to: "2025-04-01",
    });
    expect(periodBefore("2025-04-10", "2025-04-17")).toEqual({
      from: "2025-04-03",
      to: "2025-04-10",
    });
    expect(periodBefore("2025-04-10", null)).toBeNull();
  });
  it("changes only what is compared", () => {
    const select: Select = { from: "2025-04-01", to: "2025-07-01", journeys_by: "case", set: late };
    const other = otherSelect({ kind: "period", from: "", to: "2025-01-01" }, select, paris);
    expect(other).toEqual({ to: "2024-12-31T23:00:00Z", journeys_by: "case", set: late });
    expect(otherSelect({ kind: "rest" }, select, paris).set).toEqual({ of: "not", set: late });
    expect(otherSelect({ kind: "all" }, select, paris)).not.toHaveProperty("set");
  });
  it("asks for the journeys on both sides unless there can be none", () => {
    const spring: Select = { from: "2025-04-01", to: "2025-07-01" };
    expect(sharedQuestion(spring, { from: "2025-01-01", to: "2025-04-01" })).toBeNull();
    expect(sharedQuestion({ set: late }, { set: { of: "not", set: late } })).toBeNull();
    expect(sharedQuestion(spring, { from: "2025-03-01", to: "2025-05-01" })).toEqual({
      select: { from: "2025-04-01", to: "2025-05-01" },
      set: { of: "all" },
      limit: 1,
    });
    expect(sharedQuestion({ ...spring, set: late }, { ...spring, set: { of: "running" } })).toEqual(
      {
        select: { ...spring, set: late },
        set: { of: "running" },
        limit: 1,
      },
    );
  });
});
