import { expect, it } from "vitest";
import { flow, type Piece } from "./flow";

const measure = (text: string) => text.length * 10;
const piece = (text: string, more: Partial<Piece> = {}): Piece => ({
  text,
  tone: "plain",
  ...more,
});
const texts = (pieces: Piece[], width: number, limit = 3) =>
  flow(pieces, width, measure, limit).map((line) => line.pieces.map((one) => one.text));

it("breaks by words and never beyond the width", () => {
  expect(texts([piece("one two three")], 80)).toEqual([["one two"], ["three"]]);
  for (const line of flow([piece("one two three four")], 80, measure)) {
    for (const placed of line.pieces) expect(placed.x + placed.width).toBeLessThanOrEqual(80);
  }
});

it("keeps pieces apart, so that only the number is a link", () => {
  const set = { of: "all" } as const;
  const lines = flow([piece("38 %", { set }), piece("rest")], 200, measure);
  expect(lines[0]!.pieces.map((one) => [one.text, one.set])).toEqual(
    [
      ["38", set],
      ["%", set],
      ["rest", undefined],
    ].reduce<[string, unknown][]>((all, [text, own]) => {
      const last = all[all.length - 1];
      if (last && last[1] === own) last[0] += ` ${text as string}`;
      else all.push([text as string, own]);
      return all;
    }, []),
  );
});

it("keeps a number and its unit on one line", () => {
  expect(texts([piece("within 48 h")], 90)).toEqual([["within"], ["48\u00a0h"]]);
});

it("cuts a word that is wider than the column, and says so", () => {
  expect(texts([piece("abcdefghijkl")], 60)).toEqual([["abcde…"]]);
});

it("marks what the line limit leaves out", () => {
  expect(texts([piece("a b c d")], 10, 2)).toEqual([["a"], ["b…"]]);
});
