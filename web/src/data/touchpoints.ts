// Names of touchpoints that somebody typed or an address holds, against those of the data.
import type { JourneySet } from "../api/shapes";
import { touchpointOf } from "./funnel";

/** A name that is none of the data, and those it may have meant, nearest first. */
export interface UnknownName {
  name: string;
  nearest: string[];
}

const kSuggested = 3;

/** The names that are not among the known ones, each once, in their order. */
export const unknownNames = (names: string[], known: string[]): UnknownName[] =>
  [...new Set(names)]
    .filter((name) => !known.includes(name))
    .map((name) => ({ name, nearest: nearestNames(name, known) }));

/** The patterns (a last `*` stands for any text) that match none of the known names. */
export const unmatchedPatterns = (patterns: string[], known: string[]): UnknownName[] =>
  [...new Set(patterns)]
    .filter((pattern) => !known.some((name) => matches(pattern, name)))
    .map((name) => ({ name, nearest: nearestNames(name.replace(/[.*]+$/, ""), known) }));

const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** The touchpoints that a set of journeys names. */
export function touchpointsIn(set: JourneySet): string[] {
  switch (set.of) {
    case "not":
      return touchpointsIn(set.set);
    case "touchpoint":
    case "start":
    case "end":
      return [set.touchpoint];
    case "transition":
      return [set.from, set.to];
    case "variant":
      return set.touchpoints;
    case "funnel":
      return [
        ...set.steps.flatMap((step) => touchpointOf(step) ?? []),
        ...(set.excluding ?? []),
        ...(set.ignoring ?? []),
      ];
    case "time_to_event":
      return [...(set.origin ? [set.origin] : []), ...set.outcomes];
    case "contact_driver":
      return [...set.contacts, ...(set.touchpoints ?? [])];
    case "retention":
      return [set.start, set.return].flatMap((name) => name ?? []);
    case "flow":
      return [set.paths.anchor, set, set.next].flatMap((one) => one?.touchpoint ?? []);
    case "path":
      return [...(set.anchor.touchpoint ? [set.anchor.touchpoint] : []), ...set.prefix];
    default:
      return [];
  }
}

/** The same set of journeys with another name for one of its touchpoints. */
export function withName(set: JourneySet, name: string, by: string): JourneySet {
  const other = (one: string) => (one === name ? by : one);
  switch (set.of) {
    case "not":
      return { ...set, set: withName(set.set, name, by) };
    case "touchpoint":
    case "start":
    case "end":
      return { ...set, touchpoint: other(set.touchpoint) };
    case "transition":
      return { ...set, from: other(set.from), to: other(set.to) };
    case "variant":
      return { ...set, touchpoints: set.touchpoints.map(other) };
    case "funnel":
      return {
        ...set,
        steps: set.steps.map((step) =>
          typeof step === "string"
            ? other(step)
            : step.touchpoint === undefined
              ? step
              : { ...step, touchpoint: other(step.touchpoint) },
        ),
        ...(set.excluding ? { excluding: set.excluding.map(other) } : {}),
        ...(set.ignoring ? { ignoring: set.ignoring.map(other) } : {}),
      };
    case "time_to_event":
      return {
        ...set,
        origin: set.origin ? other(set.origin) : null,
        outcomes: set.outcomes.map(other),
        outcome: set.outcome ? other(set.outcome) : null,
      };
    case "contact_driver":
      return {
        ...set,
        contacts: set.contacts.map(other),
        ...(set.touchpoints ? { touchpoints: set.touchpoints.map(other) } : {}),
      };
    case "retention":
      return {
        ...set,
        start: set.start ? other(set.start) : null,
        return: set.return ? other(set.return) : null,
      };
    case "flow": {
      const renamed = <Place extends { touchpoint?: string }>(place: Place): Place =>
        place.touchpoint === undefined ? place : { ...place, touchpoint: other(place.touchpoint) };
      return {
        ...renamed(set),
        paths: { ...set.paths, anchor: renamed(set.paths.anchor) },
        ...(set.next ? { next: renamed(set.next) } : {}),
      };
    }
    case "path": {
      const { anchor, prefix } = set;
      const at = anchor.touchpoint;
      return {
        ...set,
        anchor: at ? { ...anchor, touchpoint: other(at) } : anchor,
        prefix: prefix.map(other),
      };
    }
    default:
      return set;
  }
}

/**
 * Up to three names that look like this one: those that hold it, or that it holds, then those within a third
 * of its letters.
 */
export function nearestNames(name: string, known: string[]): string[] {
  const wanted = name.toLowerCase();
  if (wanted === "") return [];
  return known
    .map((one) => ({ one, far: farness(wanted, one.toLowerCase()) }))
    .filter(({ far }) => far <= Math.max(1, Math.ceil(wanted.length / 3)))
    .sort((a, b) => a.far - b.far || a.one.localeCompare(b.one))
    .slice(0, kSuggested)
    .map(({ one }) => one);
}

function farness(a: string, b: string): number {
  const held = Math.min(a.length, b.length) >= 3 && (a.includes(b) || b.includes(a));
  return held ? 0.5 : lettersApart(a, b);
}

/** How many letters must be put in, taken out or changed to make one of the other. */
function lettersApart(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
