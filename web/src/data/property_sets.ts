// Selections by values of properties, several of them at once.
//
//   region is A          {group, value A}
//   region is A or B     not {group, not A, B} and not {group, absent}
//   and channel is C     {and, [the one, the other]}
import type { By, JourneySet } from "../api/shapes";

/** Some values of a property; `absent` also takes journeys that have none. */
export interface Values {
  by: By;
  values: string[];
  absent: boolean;
}

const not = (set: JourneySet): JourneySet => ({ of: "not", set });

/** The journeys with one of the values; null if none is named. */
export function setOfValues({ by, values, absent }: Values): JourneySet | null {
  const [first] = values;
  if (first === undefined) return absent ? { of: "group", by, absent: true } : null;
  const others = not({ of: "group", by, not: values });
  if (absent) return others;
  if (values.length === 1) return { of: "group", by, value: first };
  return { of: "and", sets: [others, not({ of: "group", by, absent: true })] };
}

const sameBy = (a: By, b: By): boolean => a.property === b.property && a.start === b.start;

/** The values that a set made by `setOfValues` of several, or of some and none, stands for. */
export function valuesOf(set: JourneySet): Values | null {
  if (set.of === "not" && set.set.of === "group" && set.set.not)
    return { by: set.set.by, values: set.set.not, absent: true };
  if (set.of !== "and" || set.sets.length !== 2) return null;
  const [one, other] = set.sets;
  const some = one && valuesOf(one);
  if (!some?.absent || other?.of !== "not" || other.set.of !== "group" || !other.set.absent)
    return null;
  return sameBy(some.by, other.set.by) ? { ...some, absent: false } : null;
}

/** The parts that a selection asks for together; one if it is not made of several. */
export const partsOfSet = (set: JourneySet): JourneySet[] =>
  set.of === "and" && !valuesOf(set) ? set.sets : [set];

/** What all parts have in common; null without any. */
export function setOfParts(parts: JourneySet[]): JourneySet | null {
  const [first] = parts;
  return first === undefined || parts.length === 1 ? (first ?? null) : { of: "and", sets: parts };
}

/** A selection narrowed by one part more. */
export const narrowed = (only: JourneySet | null, part: JourneySet): JourneySet =>
  setOfParts([...(only ? partsOfSet(only) : []), part]) ?? part;
