import { describe, expect, it } from "vitest";
import demonstration from "../../../src/simulate/documents/journey.yaml?raw";
import { en } from "../app/words/en";
import { fr } from "../app/words/fr";
import { designBands, drawingOf, svgOf, type DesignVoice, type Drawing } from "./design_drawing";
import { mapOf, type DesignMap } from "./design_map";
import { kReadable } from "./paper";

const map = mapOf(demonstration) as DesignMap;
const measure = (text: string) => text.length * 6.4;
const english: DesignVoice = { say: en.studio, language: "en" };
const whole = drawingOf(map, [0, 8], english, measure);
const textOf = (drawing: Drawing) => drawing.texts.map((one) => one.text).join(" ");

describe("the drawing of a design", () => {
  it("holds every stage, touchpoint, promise, target and need", () => {
    const text = textOf(whole);
    for (const part of ["Before", "1. Discover", "8. Renew", "promise: within 48h", "no contact"])
      expect(text).toContain(part);
    expect(text).toContain("Never to tell the");
    expect(text).toContain("↺ Begins again: Renew → Compare");
    const cards = map.stages.reduce((sum, stage) => sum + stage.touchpoints.length, 0);
    expect(whole.boxes).toHaveLength(8 + cards + 3);
    expect(whole.boxes.filter((box) => box.dashed)).toHaveLength(2);
  });

  it("stays within its bounds, and lays nothing over its column", () => {
    for (const { x, y, text } of whole.texts) {
      expect(y, text).toBeLessThanOrEqual(whole.height);
      expect(x % 186, text).toBeLessThanOrEqual(176);
    }
    for (const box of whole.boxes) expect(box.x + box.width).toBeLessThanOrEqual(whole.width);
  });

  it("speaks the language asked for", () => {
    const drawing = drawingOf(map, [0, 8], { say: fr.studio, language: "fr" }, measure);
    expect(textOf(drawing)).toContain("4. Livrer");
    expect(textOf(drawing)).toContain("Pendant");
  });

  it("takes as few pages as keep it readable, each stage on one", () => {
    const bands = designBands(map, english, measure, { width: 1040, first: 600, next: 660 });
    expect(bands.length).toBeGreaterThan(1);
    for (const { scale } of bands) expect(scale).toBeGreaterThanOrEqual(kReadable);
    const all = bands.map((band) => textOf(band.drawing)).join(" ");
    for (let n = 1; n <= 8; ++n) expect(all.split(`${n}. `)).toHaveLength(2);
    const bare = mapOf("design: a\nstages: []\n") as DesignMap;
    expect(
      designBands(bare, english, measure, { width: 1040, first: 600, next: 660 }),
    ).toHaveLength(1);
  });

  it("is one SVG in which signs are no markup", () => {
    const odd = mapOf(
      'design: a\ntitle: x\nstages:\n  - {id: b, title: "<b> & \\"c\\"", phase: during}\n',
    );
    const drawing = drawingOf(odd as DesignMap, [0, 1], english, measure);
    const svg = svgOf(drawing, "a < b", "note", 'Sans "x"');
    expect(svg).toContain("1. &#60;b&#62; &#38; &#34;c&#34;");
    expect(svg).not.toMatch(/<b>/);
    expect(svg).toContain('font-family="Sans &#34;x&#34;"');
  });
});
