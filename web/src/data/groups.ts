// What parts journeys into groups, as it stands in an address, and the set behind a group.
//
//   "start:channel"  "start:touchpoint"  "property:region"
import type { By, Group, JourneySet } from "../api/shapes";

export function writeBy(by: By | null): string | null {
  if (by?.start) return `start:${by.start}`;
  return by?.property === undefined ? null : `property:${by.property}`;
}

/** Null for what says no grouping. */
export function readBy(text: string | null): By | null {
  if (text === "start:channel") return { start: "channel" };
  if (text === "start:touchpoint") return { start: "touchpoint" };
  return text?.startsWith("property:") ? { property: text.slice("property:".length) } : null;
}

/** The journeys of a group; `shown` are all groups of the answer, which tell what "other" is not. */
export function setOfGroup(by: By, group: Group, shown: Group[]): JourneySet {
  if (group.value !== undefined) return { of: "group", by, value: group.value };
  if (group.absent) return { of: "group", by, absent: true };
  const not = shown.flatMap((one) => (one.value === undefined ? [] : [one.value]));
  return { of: "group", by, not };
}
