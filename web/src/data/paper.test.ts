import { describe, expect, it } from "vitest";
import { en } from "../app/words/en";
import { canvas, stage } from "./fixtures";
import { bandsOf, kReadable } from "./paper";

const measure = (text: string) => text.length * 6;
const voice = { words: en, language: "en" as const, design: "d" };
const ids = ["a", "b", "c", "d", "e", "f", "g"];
const answer = canvas(ids.map((id) => stage(id)));
const bands = (room: number) =>
  bandsOf({ canvas: answer, other: answer }, voice, measure, {
    width: 1040,
    first: room,
    next: room,
  });

describe("a comparison on paper", () => {
  it("is one band where that is readable", () => expect(bands(2000)).toHaveLength(1));
  it("holds every stage once, in order, each band within its page", () => {
    for (const room of [600, 420, 300, 100]) {
      const made = bands(room);
      expect(made.flatMap((band) => band.canvas.stages.map((one) => one.id))).toEqual(ids);
      for (const { layout, scale } of made) {
        expect(layout.height * scale).toBeLessThanOrEqual(room + 0.001);
        expect((layout.width + 96) * scale).toBeLessThanOrEqual(1040.001);
      }
    }
  });
  it("takes more bands before its text is too small", () => {
    const wide = canvas(Array.from({ length: 16 }, (_, n) => stage(`s${n}`)));
    const paper = { width: 1040, first: 600, next: 600 };
    const made = bandsOf({ canvas: wide, other: wide }, voice, measure, paper);
    expect(made.length).toBeGreaterThan(1);
    for (const { scale } of made) expect(scale).toBeGreaterThanOrEqual(kReadable);
  });
});
