// Which journeys a screen looks at: from the address to the `select` of a question, and periods to pick.
import type { JourneySet, Select } from "../api/shapes";
import { readNames } from "./names";
import { dayAfter, dayIn, isDay, limitIn } from "./zone";

export interface Chosen {
  from: string | null;
  to: string | null;
  by: string | null;
  touchpoints: string | null;
  lifecycle?: string | null;
  /** Only these journeys. */
  only?: JourneySet | null;
  /** Where the days of `from` and `to` begin. */
  zone: string;
}

/** The `select` of a question; only what was chosen is in it. */
export function selectOf(chosen: Chosen): Select {
  const select: Select = {};
  if (chosen.from) select.from = limitIn(chosen.from, chosen.zone);
  if (chosen.to) select.to = limitIn(chosen.to, chosen.zone);
  if (chosen.by) select.journeys_by = chosen.by;
  const touchpoints = readNames(chosen.touchpoints, ",");
  if (touchpoints.length > 0) select.events = { touchpoints };
  if (chosen.lifecycle) select.events = { ...select.events, lifecycle: chosen.lifecycle };
  if (chosen.only) select.set = chosen.only;
  return select;
}

/** A set as it stands in an address. */
export const writeSet = (set: JourneySet): string => JSON.stringify(set);

export function readSet(text: string | null): JourneySet | null {
  if (text === null) return null;
  try {
    const set: unknown = JSON.parse(text);
    return isSet(set) ? set : null;
  } catch {
    return null;
  }
}

const isText = (value: unknown): boolean => typeof value === "string";
const isStep = (value: unknown): boolean =>
  isText(value) ||
  (typeof value === "object" &&
    value !== null &&
    (("touchpoint" in value && isText(value.touchpoint)) ||
      ("pattern" in value && isText(value.pattern))));
const isList = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

/** Whether it has what a set of its kind cannot do without; the server looks at the rest. */
function isSet(value: unknown): value is JourneySet {
  if (typeof value !== "object" || value === null) return false;
  const set = value as Record<string, unknown>;
  switch (set.of) {
    case "all":
    case "running":
      return true;
    case "not":
      return isSet(set.set);
    case "and":
      return Array.isArray(set.sets) && set.sets.length > 0 && set.sets.every(isSet);
    case "group":
      return (
        typeof set.by === "object" &&
        set.by !== null &&
        (isText(set.value) || set.absent === true || isList(set.not))
      );
    case "touchpoint":
    case "start":
    case "end":
      return isText(set.touchpoint);
    case "transition":
      return isText(set.from) && isText(set.to);
    case "variant":
      return isList(set.touchpoints);
    case "path":
      return typeof set.anchor === "object" && set.anchor !== null && isList(set.prefix);
    case "flow":
      return typeof set.paths === "object" && set.paths !== null && typeof set.step === "number";
    case "funnel":
      return Array.isArray(set.steps) && set.steps.every(isStep) && typeof set.step === "number";
    case "time_to_event":
      return isList(set.outcomes) && isText(set.state);
    case "contact_driver":
      return isList(set.contacts) && (isList(set.touchpoints) || isText(set.state));
    case "retention":
    case "reentry":
      return isText(set.state);
    case "pattern":
      return isText(set.pattern);
    case "ended":
      return true;
    case "promise":
      return isText(set.stage) && isText(set.what);
    case "route":
      return isText(set.from) || isText(set.to);
    case "rule":
      return isText(set.rule) && isText(set.what);
    case "persona":
      return isText(set.persona);
    case "stage":
      return isText(set.stage) && isText(set.what);
    case "conformance":
    case "discovery":
      return isText(set.what);
    default:
      return false;
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

/**
 * Periods worth offering for data from `first` to `last`: last days, quarters, years. Their limits are days of
 * the zone's calendar, which is why they are reckoned without clocks.
 */
export function periodsOf(first: string, last: string, zone: string): Period[] {
  if (Number.isNaN(Date.parse(first)) || Number.isNaN(Date.parse(last))) return [];
  const [begin, end] = [Date.parse(dayIn(first, zone)), Date.parse(dayIn(last, zone))];
  const after = end + kDay;
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
  for (let quarter = startOfQuarter(begin); quarter <= end; quarter = nextQuarter(quarter)) {
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

/**
 * The period just before: as many whole months where the period is one, else as many days; null where it is
 * open at an end.
 */
export function periodBefore(
  from: string | null,
  to: string | null,
): { from: string; to: string } | null {
  if (!from || !to || !isDay(from) || !isDay(to) || !(to > from)) return null;
  const [begin, end] = [new Date(from), new Date(to)];
  if (begin.getUTCDate() === 1 && end.getUTCDate() === 1) {
    const months =
      (end.getUTCFullYear() - begin.getUTCFullYear()) * 12 +
      end.getUTCMonth() -
      begin.getUTCMonth();
    const start = Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() - months, 1);
    return { from: day(start), to: from };
  }
  const days = Math.round((end.getTime() - begin.getTime()) / kDay);
  return { from: dayAfter(from, -days), to: from };
}
