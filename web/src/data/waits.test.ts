import { describe, expect, it } from "vitest";
import { us } from "../api/brands";
import type { TimeToEvent } from "../api/shapes";
import { curvesOf, stepAt, stepBand, stepLine, stepsAtMarks, timeTicks, waitsCsv } from "./waits";

const kDay = 86_400e6;
const data = {
  outcomes: [{ touchpoint: "buy" }, { touchpoint: null }],
  steps: [
    {
      at_us: 0,
      at_risk: 4,
      censored: 0,
      remaining: 1,
      interval: [1, 1],
      outcomes: [
        { events: 0, share: 0, interval: [0, 0] },
        { events: 0, share: 0, interval: [0, 0] },
      ],
    },
    {
      at_us: kDay,
      at_risk: 4,
      censored: 0,
      remaining: 0.75,
      interval: [0.1, 0.9],
      outcomes: [
        { events: 1, share: 0.25, interval: [0.1, 0.6] },
        { events: 0, share: 0, interval: [0, 0] },
      ],
    },
    {
      at_us: 4 * kDay,
      at_risk: 3,
      censored: 1,
      remaining: 0,
      interval: null,
      outcomes: [
        { events: 1, share: 0.5, interval: [0.2, 0.8] },
        { events: 1, share: 0.5, interval: [0.2, 0.8] },
      ],
    },
  ],
} as unknown as TimeToEvent;
const frame = { left: 10, top: 0, width: 100, height: 50, until: 4 * kDay };
const times = data.steps.map((step) => step.at_us);

describe("time to event", () => {
  it("has round ticks, never more than asked for", () => {
    expect(timeTicks(us(4 * kDay), 6)).toEqual([0, 1, 2, 3, 4].map((n) => n * kDay));
    expect(timeTicks(us(0), 6)).toEqual([0]);
    for (const until of [1, 5e6, 3e9, 11 * kDay, 400 * kDay, 9000 * kDay, 90_000 * kDay]) {
      const ticks = timeTicks(us(until), 7);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(ticks[0]).toBe(0);
    }
  });
  it("reads the step that holds at a time", () => {
    expect([0, kDay - 1, kDay, 3 * kDay, 9 * kDay].map((at) => stepAt(data.steps, at))).toEqual([
      0, 0, 1, 1, 2,
    ]);
    expect(stepsAtMarks(data.steps, 4 * kDay, 4)).toEqual(data.steps);
    expect(stepsAtMarks(data.steps, 4 * kDay, 2)).toEqual([data.steps[0], data.steps[2]]);
  });
  it("steps, and closes the band on the line where there is no interval", () => {
    const [waiting] = curvesOf(data, "waiting", String);
    const shares = waiting!.values.map((value) => value.share);
    expect(stepLine(frame, times, shares)).toBe("M10 0H35V12.5H110V50");
    expect(stepBand(frame, times, waiting!.values)).toBe("M10 0H35V5H110V50V50H110V45H35V0H10Z");
  });
  it("sums to one at each step", () => {
    const curves = curvesOf(data, "waiting", (name) => name ?? "ended");
    expect(curves.map((curve) => curve.name)).toEqual(["waiting", "buy", "ended"]);
    for (const n of times.keys())
      expect(curves.reduce((sum, curve) => sum + (curve.values[n]?.share ?? 0), 0)).toBe(1);
  });
  it("is one line a step in a file", () => {
    const lines = waitsCsv(data, "ended").trim().split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain("buy share");
    expect(lines[3]).toBe(`${4 * kDay},3,1,0,,,1,0.5,0.2,0.8,1,0.5,0.2,0.8`);
  });
});
