// What a canvas lies over: another period, or other journeys of the same period.
//
//   the address's `compare`  ->  Against  ->  the `select` of the other canvas
//                                         ->  the question which journeys stand on both sides
import type { JourneySet, Select } from "../api/shapes";
import { periodBefore, readSet, writeSet } from "./selection";
import { isDay, limitIn } from "./zone";

export type Against =
  | { kind: "period"; from: string; to: string }
  /** Other journeys than the chosen ones of the same period. */
  | { kind: "rest" }
  /** All journeys of the same period. */
  | { kind: "all" }
  | { kind: "set"; set: JourneySet };

/** Why there is nothing to compare with, though the address names something. */
export interface Incomparable {
  kind: "none";
  /** No period before an open one; no others of all; days that are none or no time between them; no such words. */
  why: "before" | "rest" | "period" | "unread";
  text: string;
}

/** What the address says to compare with; null where it says nothing. */
export function readAgainst(
  text: string | null,
  from: string | null,
  to: string | null,
  only: JourneySet | null,
): Against | Incomparable | null {
  if (!text) return null;
  const none = (why: Incomparable["why"]): Incomparable => ({ kind: "none", why, text });
  if (text === "before" || text === "1") {
    const earlier = periodBefore(from, to);
    return earlier ? { kind: "period", ...earlier } : none("before");
  }
  if (text === "rest") return only ? { kind: "rest" } : none("rest");
  if (text === "all") return { kind: "all" };
  const set = readSet(text);
  if (set) return { kind: "set", set };
  const [begin, end, more] = text.split("..");
  if (begin === undefined || end === undefined || more !== undefined) return none("unread");
  const days = [begin, end].every((day) => day === "" || isDay(day));
  const open = begin === "" || end === "";
  return days && (open || begin < end) ? { kind: "period", from: begin, to: end } : none("period");
}

export function writeAgainst(against: Against): string {
  if (against.kind === "period") return `${against.from}..${against.to}`;
  return against.kind === "set" ? writeSet(against.set) : against.kind;
}

/** The journeys of the other side; everything that is not compared stays as it is. */
export function otherSelect(against: Against, select: Select, zone: string): Select {
  const other: Select = { ...select };
  switch (against.kind) {
    case "period":
      delete other.from;
      delete other.to;
      if (against.from) other.from = limitIn(against.from, zone);
      if (against.to) other.to = limitIn(against.to, zone);
      return other;
    case "rest":
      if (select.set) other.set = { of: "not", set: select.set };
      return other;
    case "all":
      delete other.set;
      return other;
    case "set":
      other.set = against.set;
      return other;
  }
}

/**
 * The address of the other side, laid over this one: its selection is what was compared with, so that its
 * numbers open their own journeys.
 */
export function turnedAround(
  against: Against,
  here: { from: string | null; to: string | null; only: JourneySet | null },
): { from?: string | null; to?: string | null; only?: string | null; compare: string | null } {
  const back = here.only ? writeSet(here.only) : "all";
  switch (against.kind) {
    case "period": {
      const [from, to] = [here.from ?? "", here.to ?? ""];
      const days = [from, to].every((day) => day === "" || isDay(day));
      const compare = days ? writeAgainst({ kind: "period", from, to }) : null;
      return { from: against.from || null, to: against.to || null, compare };
    }
    case "rest":
      return { only: here.only && writeSet({ of: "not", set: here.only }), compare: back };
    case "all":
      return { only: null, compare: back };
    case "set":
      return { only: writeSet(against.set), compare: back };
  }
}

export interface SharedQuestion {
  select: Select;
  set: JourneySet;
  limit: number;
}

/** Which journeys stand on both sides, as a question; null where there can be none. */
export function sharedQuestion(one: Select, other: Select): SharedQuestion | null {
  if (other.set?.of === "not" && JSON.stringify(other.set.set) === JSON.stringify(one.set))
    return null;
  const later = [one.from, other.from].filter((at) => at !== undefined);
  const earlier = [one.to, other.to].filter((at) => at !== undefined);
  const by = (a: string, b: string) => Date.parse(a) - Date.parse(b);
  const [from, to] = [later.sort(by).at(-1), earlier.sort(by)[0]];
  if (from !== undefined && to !== undefined && by(from, to) >= 0) return null;
  const select: Select = { ...one };
  if (from !== undefined) select.from = from;
  if (to !== undefined) select.to = to;
  return { select, set: other.set ?? { of: "all" }, limit: 1 };
}
