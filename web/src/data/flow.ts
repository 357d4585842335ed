// Text in a column of a drawing: pieces, some of which open a set of journeys, broken into lines.
//
//   Piece[]  +  width  ->  Line[]   (greedy, by words; a word wider than the column is cut with "…")
import type { JourneySet } from "../api/shapes";

export type Tone = "plain" | "muted" | "strong" | "big" | "bad" | "good" | "warn" | "title";

export interface Piece {
  text: string;
  tone: Tone;
  /** The journeys behind it: the piece is a link. */
  set?: JourneySet;
  /** A screen that helps where nothing is known: the piece is a link to it. */
  to?: string;
  /** What a screen reader says instead of the bare number. */
  label?: string;
  /** A shape drawn before the text, for verdicts. */
  shape?: "disappointing" | "neutral" | "delight" | "unknown" | "truth";
}

/** A piece in its line: where it begins and how wide it is. */
export interface Placed extends Piece {
  x: number;
  width: number;
}

export interface Line {
  pieces: Placed[];
  /** Height of the line in pixels. */
  height: number;
}

export type Measure = (text: string, tone: Tone) => number;

export const kShapeWidth = 14;
const kSpace = 4;
const height = (pieces: Piece[]): number =>
  pieces.some((piece) => piece.tone === "big")
    ? 23
    : pieces.some((p) => p.tone === "title")
      ? 17
      : 16;

/** Breaks one paragraph into lines no wider than `width`, at most `limit` of them. */
export function flow(paragraph: Piece[], width: number, measure: Measure, limit = 3): Line[] {
  const lines: Placed[][] = [[]];
  let used = 0;
  const put = (piece: Piece, text: string, gap: number, wide: number) => {
    const line = lines[lines.length - 1]!;
    const last = line[line.length - 1];
    if (last && last.label === piece.label && last.set === piece.set && last.tone === piece.tone) {
      last.text += ` ${text}`;
      last.width += gap + wide;
    } else {
      line.push({ ...piece, text, x: used + gap, width: wide });
    }
    used += gap + wide;
  };
  for (const piece of paragraph) {
    // A number keeps its unit: "48 h" is one word.
    piece.text
      .replace(/(\d) (?=\p{L}{1,3}\b)/gu, "$1\u00a0")
      .split(" ")
      .forEach((word, n) => {
        const { shape: drawn, ...rest } = piece;
        const shape = n === 0 && drawn ? kShapeWidth : 0;
        const fresh: Piece = shape > 0 ? { ...rest, shape: drawn! } : rest;
        const shown = cut(word, width - shape, piece.tone, measure);
        const wide = measure(shown, piece.tone) + shape;
        const gap = used === 0 ? 0 : kSpace;
        if (used > 0 && used + gap + wide > width) {
          lines.push([]);
          used = 0;
          put(fresh, shown, 0, wide);
        } else {
          put(fresh, shown, gap, wide);
        }
      });
  }
  const kept = lines.slice(0, limit);
  if (lines.length > limit) {
    const last = kept[limit - 1]!;
    last[last.length - 1]!.text += "…";
  }
  return kept
    .filter((line) => line.length > 0)
    .map((pieces) => ({ pieces, height: height(pieces) }));
}

function cut(word: string, width: number, tone: Tone, measure: Measure): string {
  if (measure(word, tone) <= width) return word;
  let length = word.length - 1;
  while (length > 1 && measure(`${word.slice(0, length)}…`, tone) > width) --length;
  return `${word.slice(0, length)}…`;
}

export const heightOf = (lines: Line[]): number =>
  lines.reduce((sum, line) => sum + line.height, 0);
