import { describe, expect, it } from "vitest";
import type { Routes, StageRoute } from "../api/shapes";
import { en } from "../app/words/en";
import { layoutOf } from "./canvas_layout";
import { arcsOf, drawnRoutes, kindOf } from "./canvas_routes";
import { canvas, stage } from "./fixtures";

const voice = { words: en, language: "en" as const, design: "d" };
const route = (part: Partial<Record<keyof StageRoute, unknown>>): StageRoute =>
  ({
    ...{ from: "a", to: "b", end: null, designed: true, times: 50, journeys: 50, base: 100 },
    ...{ share: 0.5, interval: [0.4, 0.6] },
    ...part,
  }) as unknown as StageRoute;

describe("the routes of the canvas", () => {
  const answer = {
    base: { journeys: 120, placed: 100 },
    stages: ["a", "b", "c"].map((id) => ({ id, title: { en: id, fr: id } })),
    routes: [
      route({ from: null, to: "a" }),
      route({}),
      route({ from: "a", to: "c", designed: false, journeys: 5, share: 0.05 }),
      route({ from: "b", to: "a", designed: false, journeys: 1, share: 0.01 }),
      route({ from: "b", to: "c", times: 0, journeys: 0, share: 0 }),
      route({ from: "c", to: "b", designed: false, journeys: 30, share: 0.3 }),
      route({ from: "c", to: null, end: "running", designed: null }),
    ],
  } as unknown as Routes;
  const layout = layoutOf(canvas([stage("a"), stage("b"), stage("c")]), null, voice, {
    width: 400,
    measure: (text) => text.length * 6,
    routes: true,
  });
  const arcs = arcsOf(layout, answer, voice);

  it("draws what is designed, and what is not if it is frequent", () => {
    expect(arcs.map((arc) => arc.kind)).toEqual(["designed", "off", "off", "unused"]);
    expect(drawnRoutes(answer.routes)).toHaveLength(4);
    expect(kindOf(answer.routes[6]!)).toBe("running");
  });
  it("draws the way back below the line and says whose journeys an arc opens", () => {
    const back = arcs[1]!;
    expect(back.y).toBeGreaterThan(arcs[2]!.y);
    expect(back.set).toEqual({ of: "route", design: "d", from: "c", to: "b" });
    expect(back.label).toBe("c → b: 30% (40–60%), 30 journeys, not designed");
    expect(arcs[0]!.width).toBeGreaterThan(back.width);
  });
  it("keeps its room only where it is drawn", () => {
    const without = layoutOf(canvas([stage("a")]), null, voice, { width: 400, measure: () => 6 });
    expect(layout.lanes.lived.textTop - layout.routesTop).toBeGreaterThan(60);
    expect(without.lanes.lived.textTop).toBe(without.routesTop);
  });
});
