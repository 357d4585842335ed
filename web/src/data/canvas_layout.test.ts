import { describe, expect, it } from "vitest";
import type { Conformance, Stage } from "../api/shapes";
import { en } from "../app/words/en";
import { fr } from "../app/words/fr";
import { curveY, kCurve, kLanes, kLoop, layoutOf } from "./canvas_layout";
import { canvas, stage } from "./fixtures";
import { heightOf } from "./flow";

const measure = (text: string) => text.length * 6;
const frame = { width: 400, measure };
const voice = { words: en, language: "en" as const, design: "d" };
const textOf = (lines: { pieces: { text: string }[] }[]) =>
  lines.map((line) => line.pieces.map((piece) => piece.text).join(" "));

describe("the canvas's layout", () => {
  const answer = canvas([stage("a"), stage("b"), stage("c", { phase: "during" })]);

  it("gives all stages the same width and never a narrow one", () => {
    const layout = layoutOf(answer, null, voice, { width: 90, measure });
    expect(layout.columns.map((column) => column.x)).toEqual([0, layout.column, 2 * layout.column]);
    expect(layout.column).toBeGreaterThanOrEqual(120);
  });

  it("makes each lane high enough for its fullest stage, without overlap", () => {
    const layout = layoutOf(answer, null, voice, frame);
    kLanes.forEach((id, n) => {
      const lane = layout.lanes[id];
      for (const column of layout.columns) {
        expect(lane.textTop + heightOf(column.text[id])).toBeLessThanOrEqual(
          lane.top + lane.height,
        );
      }
      const next = kLanes[n + 1];
      if (next) expect(layout.lanes[next].top).toBe(lane.top + lane.height);
    });
  });

  it("joins neighbouring stages of a phase under one heading", () => {
    const layout = layoutOf(answer, null, voice, frame);
    expect(layout.phases.map((phase) => [phase.title, phase.width / layout.column])).toEqual([
      ["Before", 2],
      ["During", 1],
    ]);
  });

  it("opens exactly the set behind each number", () => {
    const layout = layoutOf(answer, null, voice, frame);
    const reach = layout.columns[1]!.text.lived[0]!.pieces[0]!;
    expect(reach.text).toBe("100%");
    expect(reach.set).toEqual({ of: "stage", design: "d", stage: "b", what: "reached" });
    expect(reach.label).toContain("10 journeys");
  });

  it("says that nothing is known of a stage without contact, and measures nothing there", () => {
    const silent = stage("use", { contact: false, lived: null });
    const layout = layoutOf(canvas([silent]), null, voice, frame);
    expect(textOf(layout.columns[0]!.text.lived).join(" ")).toBe(en.canvas.noContactLived);
    expect(layout.columns[0]!.text.felt).toEqual([]);
  });

  it("names channels only where people leave the planned ones", () => {
    const lived = stage("x").lived!;
    const channels = [
      { channel: "phone", journeys: 6, share: 0.6, planned: false },
      { channel: "web", journeys: 4, share: 0.4, planned: true },
    ] as NonNullable<Stage["lived"]>["channels"];
    const layout = layoutOf(
      canvas([stage("x", { lived: { ...lived, channels } })]),
      null,
      voice,
      frame,
    );
    const said = textOf(layout.columns[0]!.text.lived).join("|");
    expect(said).toContain("phone 60%");
    expect(
      textOf(layoutOf(answer, null, voice, frame).columns[0]!.text.lived).join("|"),
    ).not.toContain("web");
  });

  it("draws the way back that the design declares, and none where it declares none", () => {
    const stages = ["a", "b", "c", "d"].map((id) => stage(id));
    const plain = layoutOf(canvas(stages), null, voice, frame);
    const looped = layoutOf(
      { ...canvas(stages), loop: { from: "d", to: "b" } },
      null,
      voice,
      frame,
    );
    expect(plain.loop).toBeNull();
    expect(looped.loop).toEqual({ from: 3.5 * looped.column, to: 1.5 * looped.column });
    expect(looped.headTop - plain.headTop).toBe(kLoop);
    expect(looped.height - plain.height).toBe(kLoop);
  });

  it("ranks and colours what the server ranks, and nothing by itself", () => {
    const late = {
      n: 50,
      kept: 10,
      broken: 40,
      pending: 0,
      broken_share: 0.8,
      interval: [0.7, 0.9],
    };
    const lived = { ...stage("x").lived!, promise: late } as unknown as Stage["lived"];
    const why = { reason: "promise", value: 0.8, interval: [0.7, 0.9], text: { en: "", fr: "" } };
    const answer = canvas([stage("a", { lived }), stage("b", { lived })]);
    const look = { stage: "b", title: { en: "b", fr: "b" }, rank: 3, why: [why] };
    const [a, b] = layoutOf(
      { ...answer, needs_look: [look] } as unknown as typeof answer,
      null,
      voice,
      frame,
    ).columns;
    const tone = (column: typeof a) =>
      column?.text.lived.flatMap((line) => line.pieces).find((one) => one.text.includes("80%"))
        ?.tone;
    expect([a?.ranked, b?.ranked, tone(a), tone(b)]).toEqual([false, true, "plain", "bad"]);
    expect(textOf(b!.text.actions)).toEqual(["3rd to look at", "promise broken"]);
  });

  it("speaks French with the same sets", () => {
    const french = layoutOf(answer, null, { ...voice, words: fr, language: "fr" }, frame);
    expect(textOf(french.columns[0]!.text.felt)[0]).toBe("Inconnu");
    expect(french.columns[0]!.text.lived[0]!.pieces[0]!.set).toEqual(
      layoutOf(answer, null, voice, frame).columns[0]!.text.lived[0]!.pieces[0]!.set,
    );
  });
});

describe("the curve", () => {
  it("maps the scale to its height and keeps outliers inside", () => {
    const scale = { min: 0, max: 10 };
    expect([curveY(10, scale), curveY(5, scale), curveY(0, scale), curveY(12, scale)]).toEqual([
      0,
      kCurve / 2,
      kCurve,
      0,
    ]);
  });
});

describe("conformance on the canvas", () => {
  const answer = canvas([stage("a"), stage("b")]);
  const deviation = (stage: string, journeys: number, more: object = {}) => ({
    ...{
      deviation: "missed",
      stage,
      touchpoint: null,
      touchpoints: [],
      channel: null,
      after: null,
    },
    ...{ accepted: false, moves: 1, journeys, departures: 0, cost: 10, ...more },
  });
  const conformed = (deviations: object[]) =>
    ({
      base: { journeys: 10 },
      stages: ["a", "b"].map((id) => ({
        ...{ id, title: { en: id.toUpperCase(), fr: id }, share: 0.5, interval: [0.3, 0.7] },
        ...{ fitting: 5, concerned: 10 },
      })),
      deviations,
    }) as unknown as Conformance;

  it("takes the same room before and after it is known", () => {
    const before = layoutOf(answer, null, voice, frame, "waiting");
    const many = Array.from({ length: 9 }, () => deviation("a", 5));
    const after = layoutOf(answer, null, voice, frame, conformed(many));
    expect(after.lanes).toEqual(before.lanes);
    expect(after.conformanceTop).toBe(before.conformanceTop);
    const lane = after.lanes.lived;
    for (const column of after.columns) {
      expect(lane.textTop + heightOf(column.text.lived)).toBeLessThan(after.conformanceTop);
      expect(after.conformanceTop + heightOf(column.conformance)).toBeLessThanOrEqual(
        lane.top + lane.height,
      );
    }
  });

  it("says each stage's own deviations and opens the sets of the question", () => {
    const call = { deviation: "lived_only", touchpoint: "call", touchpoints: ["call"], after: "a" };
    const layout = layoutOf(
      answer,
      null,
      voice,
      frame,
      conformed([
        deviation("b", 2, call),
        deviation("a", 3),
        deviation("a", 4, { accepted: true }),
      ]),
    );
    expect(textOf(layout.columns[0]!.conformance).join("|")).toBe(
      "50% fit 30–70%|30% missed|all deviations",
    );
    expect(textOf(layout.columns[1]!.conformance).join("|")).toMatch(/20% call after A/);
    expect(layout.columns[1]!.conformance[1]!.pieces[0]!.set).toEqual({
      ...{ of: "conformance", design: "d", what: "deviation", deviation: "lived_only", stage: "b" },
      ...{ touchpoint: "call", channel: null, after: "a" },
    });
  });
});
