import { describe, expect, it } from "vitest";
import type { PersonaAnswer, PersonaSize } from "../api/shapes";
import { en } from "../app/words/en";
import { driftText, evidenceOf, isDeclaredOutside, trendOf } from "./personas";

const share = (customers: number, of: number, low: number, high: number) =>
  ({ customers, of, share: customers / of, interval: [low, high] }) as const;
const size = {
  journeys: 12,
  ...share(10, 100, 0.055, 0.174),
  periods: [
    { period: "2025-01-01", ...share(1, 50, 0.004, 0.1) },
    { period: "2025-02-01", customers: 0, of: 0, share: null, interval: null },
    { period: "2025-03-01", ...share(9, 50, 0.098, 0.308) },
  ],
  drift: {
    period: "2025-03-01",
    last: share(9, 50, 0.098, 0.308),
    before: share(1, 50, 0.004, 0.1),
    difference: 0.16,
    interval: [0.04, 0.288],
    drifts: true,
  },
} as unknown as PersonaSize;
const claim = (evidence: string) => ({ text: { en: "x", fr: "x" }, evidence, source: "" });
const persona = {
  declared_share: 0.3,
  size,
  behaviour: [claim("observed"), claim("assumed")],
  context: [claim("assumed")],
  expects: [],
} as unknown as PersonaAnswer;

describe("personas", () => {
  it("counts what claims rest on", () => {
    expect(evidenceOf(persona)).toEqual({ all: 3, observed: 1, reported: 0, assumed: 2 });
  });
  it("sees a declared share outside of the interval", () => {
    expect(isDeclaredOutside(persona)).toBe(true);
    expect(isDeclaredOutside({ ...persona, declared_share: 0.1 as never })).toBe(false);
    expect(isDeclaredOutside({ ...persona, declared_share: null })).toBe(false);
    expect(isDeclaredOutside({ ...persona, size: null })).toBe(false);
  });
  it("leaves out periods without a share, and reaches the highest bound", () => {
    const trend = trendOf(size);
    expect(trend.points.map((point) => point.period)).toEqual(["2025-01-01", "2025-03-01"]);
    expect(trend.top).toBe(0.308);
  });
  it("says a drift with its sign and interval, and only if there is one", () => {
    expect(driftText(size.drift, en.personas, "en")).toBe(
      "More in the last whole period: +16% (+4% … +29%)",
    );
    const still = { ...size.drift!, drifts: false };
    expect(driftText(still, en.personas, "en")).toBe(en.personas.noDrift);
    expect(driftText(null, en.personas, "en")).toBe(en.personas.unknownDrift);
  });
});
