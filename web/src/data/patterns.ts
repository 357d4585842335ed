// The text of a pattern: where a mistake stands in it, and names as it writes them.
import type { Problem } from "../api/shapes";

/** A text in three parts; the middle one is at fault, and empty where something is missing. */
export interface Marked {
  before: string;
  at: string;
  after: string;
}

const utf8 = new TextEncoder();
const characters = new TextDecoder();

/** The mistake in the pattern that was asked; null if the problem is another one. */
export function mistakeIn(pattern: string, problem: Problem): Marked | null {
  const place = problem.where;
  if (!place?.source.endsWith("/pattern") || place.line < 1 || place.column < 1) return null;
  // Columns count bytes.
  const bytes = utf8.encode(pattern);
  let begin = 0;
  for (let line = 1; line < place.line; line++) begin = bytes.indexOf(10, begin) + 1;
  begin = Math.min(begin + place.column - 1, bytes.length);
  const end = Math.min(begin + place.length, bytes.length);
  return {
    before: characters.decode(bytes.subarray(0, begin)),
    at: characters.decode(bytes.subarray(begin, end)),
    after: characters.decode(bytes.subarray(end)),
  };
}

/** A name as a step of a pattern: in quotes if it holds a sign or a word of the language. */
export const stepOf = (name: string): string =>
  /[()|!{}[\]^$"*]|->|(^|\s)within(\s|$)|^\s|\s$/.test(name)
    ? `"${name.replaceAll('"', '""')}"`
    : name;
