// Which journeys a screen looks at: from the address to the `select` of a question, and periods to pick.
import type { JourneySet, Select } from "../api/shapes";

export interface Chosen {
  from: string | null;
  to: string | null;
  by: string | null;
  touchpoints: string | null;
  lifecycle?: string | null;
}

/** The `select` of a question; only what was chosen is in it. */
export function selectOf(chosen: Chosen): Select {
  const select: Select = {};
  if (chosen.from) select.from = chosen.from;
  if (chosen.to) select.to = chosen.to;
  if (chosen.by) select.journeys_by = chosen.by;
  const touchpoints = namesOf(chosen.touchpoints);
  if (touchpoints.length > 0) select.events = { touchpoints };
  if (chosen.lifecycle) select.events = { ...select.events, lifecycle: chosen.lifecycle };
  return select;
}

export const namesOf = (text: string | null): string[] =>
  (text ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/** A set as it stands in an address. */
export const writeSet = (set: JourneySet): string => JSON.stringify(set);

export function readSet(text: string | null): JourneySet | null {
  if (text === null) return null;
  try {
    const set: unknown = JSON.parse(text);
    return typeof set === "object" && set !== null && "of" in set ? (set as JourneySet) : null;
  } catch {
    return null;
  }
}

export interface Period {
  kind: "last" | "quarter" | "year";
  number: number;
  year: number;
  from: string;
  to: string;
}

const kDay = 86_400_000;
const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Periods worth offering for data from `first` to `last`: last days, quarters, years. */
export function periodsOf(first: string, last: string): Period[] {
  const [begin, end] = [Date.parse(first), Date.parse(last)];
  if (Number.isNaN(begin) || Number.isNaN(end)) return [];
  const after = Math.floor(end / kDay) * kDay + kDay;
  const periods: Period[] = [30, 90]
    .filter((days) => end - begin > days * kDay)
    .map((days) => ({
      kind: "last",
      number: days,
      year: 0,
      from: day(after - days * kDay),
      to: day(after),
    }));
  const years = new Set<number>();
  for (let quarter = startOfQuarter(begin); quarter < end; quarter = nextQuarter(quarter)) {
    const year = new Date(quarter).getUTCFullYear();
    const number = new Date(quarter).getUTCMonth() / 3 + 1;
    periods.push({
      kind: "quarter",
      number,
      year,
      from: day(quarter),
      to: day(nextQuarter(quarter)),
    });
    years.add(year);
  }
  if (years.size > 1) {
    for (const year of years) {
      periods.push({
        kind: "year",
        number: 0,
        year,
        from: `${year}-01-01`,
        to: `${year + 1}-01-01`,
      });
    }
  }
  return periods.slice(-14);
}

function startOfQuarter(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3, 1);
}

function nextQuarter(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 3, 1);
}

/** The period of the same length just before; null where the period is open at an end. */
export function periodBefore(
  from: string | null,
  to: string | null,
): { from: string; to: string } | null {
  if (!from || !to) return null;
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  if (!(end > begin)) return null;
  return { from: day(begin - (end - begin)), to: day(begin) };
}
