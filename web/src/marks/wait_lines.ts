// The lines of a time to event: a colour and a dash each, so that neither stands alone.
import { shadeOf } from "./shades";

const kDashes = ["", "7 4", "2 3", "10 3 2 3", "4 2", "12 4", "1 4", "6 2 2 2", "3 6", "8 8"];

/** Of the n-th curve; the first is who still waits, a blank name what ended without an outcome. */
export const inkOf = (id: string, n: number): string =>
  n === 0 ? "var(--accent)" : id === " " ? "var(--faint)" : shadeOf(id);

export const dashOf = (n: number): string => kDashes[n % kDashes.length] ?? "";
