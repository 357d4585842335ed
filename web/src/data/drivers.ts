// Contact drivers as figures of a drawing and as rows of a file.
//
//   drivers of the answer  ->  one logarithmic scale for all rows, places on it
import type { ContactDriver, ContactDrivers } from "../api/shapes";
import { csv } from "./csv";

/** Lifts from `least` to `most`, 1 among them. */
export interface LiftScale {
  least: number;
  most: number;
}

const kMost = 32;

/** From a half to four, and on to what the associated need, at most 32; the rest is cut at the edge. */
export function liftScale(drivers: ContactDriver[]): LiftScale {
  const associated = drivers.filter((one) => one.associated);
  const all = associated.flatMap((one) => [one.lift ?? 1, ...(one.interval ?? [])]);
  return { least: 0.5, most: Math.min(kMost, Math.max(4, ...all)) };
}

/** Where a lift stands on the scale: 0 at its least, 1 at its most. */
export function liftPlace(lift: number, { least, most }: LiftScale): number {
  const held = Math.min(most, Math.max(least, lift));
  return Math.log(held / least) / Math.log(most / least);
}

/** What stands out, and what could be chance; each in the order of the answer. */
export const partsOf = (
  drivers: ContactDriver[],
): { associated: ContactDriver[]; others: ContactDriver[] } => ({
  associated: drivers.filter((one) => one.associated),
  others: drivers.filter((one) => !one.associated),
});

const kContacts = [
  /call|phone|appel/i,
  /chat/i,
  /complain|claim|ticket|plainte|r[ée]clam/i,
  /contact|support/i,
];

/** Touchpoints whose names sound like contacts: calls first, then chats, then complaints. */
export function likelyContacts(names: string[], most: number): string[] {
  const likely = kContacts.flatMap((kind) => names.filter((name) => kind.test(name)));
  return [...new Set(likely)].slice(0, most);
}

/** One line a pattern. */
export const driversCsv = (data: ContactDrivers): string =>
  csv(
    [
      ...["pattern", "customers", "share", "comparable", "comparable_share"],
      ...["lift", "low", "high", "p", "q", "associated"],
    ],
    data.drivers.map((one) => [
      one.touchpoints.join(" > "),
      ...[one.customers, one.share, one.comparable, one.comparable_share],
      ...[one.lift, one.interval?.[0], one.interval?.[1], one.p, one.q, one.associated],
    ]),
  );
