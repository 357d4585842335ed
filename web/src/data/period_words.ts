// Periods in words: by their name where they have one, else from their first to their last day.
import type { Words } from "../app/words/en";
import { formatDay } from "./format";
import type { Period } from "./selection";
import { dayAfter, isDay } from "./zone";

export function namedPeriod(period: Period, words: Words): string {
  const say = words.app.select;
  if (period.kind === "last") return say.last(period.number);
  if (period.kind === "quarter") return say.quarter(period.number, period.year);
  return say.year(period.year);
}

/** `to` is the first day that no longer belongs to the period; what is shown is the last that does. */
export function periodText(
  from: string,
  to: string,
  known: Period[],
  words: Words,
  language: "en" | "fr",
): string {
  if (!from && !to) return words.app.select.whole;
  const named = known.find((period) => period.from === from && period.to === to);
  if (named) return namedPeriod(named, words);
  const first = isDay(from) ? formatDay(from, language) : from || "…";
  const last = isDay(to) ? formatDay(dayAfter(to, -1), language) : to || "…";
  return `${first} – ${last}`;
}
