import { describe, expect, it } from "vitest";
import type { Retention } from "../api/shapes";
import { largestShare, periodName, retentionCsv } from "./retention";

const cell = (age: number, returned: number | null, of: number) => ({
  age,
  returned,
  share: returned === null ? null : returned / of,
  interval: returned === null ? null : ([0.1, 0.9] as [number, number]),
});
const data = {
  snapshot: 1,
  base: { customers: 7, without_start: 1 },
  period: "month",
  zone: "Europe/Paris",
  cohorts: [
    { cohort: "2025-03-01", customers: 4, cells: [cell(0, 1, 4), cell(1, 3, 4)] },
    { cohort: "2025-04-01", customers: 2, cells: [cell(0, 1, 2), cell(1, null, 2)] },
  ],
  ages: [],
} as unknown as Retention;

describe("a table of cohorts", () => {
  it("names periods as its language does", () => {
    expect(periodName("2025-03-01", "month", "en")).toBe("Mar 2025");
    expect(periodName("2025-03-03", "week", "en")).toBe("3 Mar 2025");
    expect(periodName("2025-08-01", "month", "fr")).toBe("août 2025");
  });
  it("shades by the largest share that is known", () => {
    expect(largestShare(data)).toBe(0.75);
    expect(largestShare({ ...data, cohorts: [] })).toBe(0);
  });
  it("writes what is not known yet as nothing, never as nought", () => {
    const lines = retentionCsv(data).trim().split("\r\n");
    expect(lines).toHaveLength(5);
    expect(lines[2]).toBe("2025-03-01,4,1,3,0.75,0.1,0.9,Europe/Paris");
    expect(lines[4]).toBe("2025-04-01,2,1,,,,,Europe/Paris");
  });
});
