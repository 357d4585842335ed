// A table of cohorts as figures of a drawing: names of periods, depths of shade, rows of a file.
import type { Retention } from "../api/shapes";
import { csv } from "./csv";
import { formatDay } from "./format";

export type Period = Retention["period"];

/** "Mar 2025" for a month, "3 Mar 2025" for the day that a day or a week begins with. */
export function periodName(day: string, period: Period, language: "en" | "fr"): string {
  if (period !== "month") return formatDay(day, language);
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : "fr-FR", {
    timeZone: "UTC",
    month: "short",
    year: "numeric",
  });
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** The largest share of the table, which is shaded deepest; 0 where nothing is known. */
export const largestShare = (data: Retention): number =>
  Math.max(0, ...data.cohorts.flatMap((cohort) => cohort.cells.map((cell) => cell.share ?? 0)));

/** One line a cell; what is not known yet stays empty. */
export const retentionCsv = (data: Retention): string =>
  csv(
    ["cohort", "customers", "age", "returned", "share", "low", "high", "zone"],
    data.cohorts.flatMap((cohort) =>
      cohort.cells.map((cell) => [
        ...[cohort.cohort, cohort.customers, cell.age, cell.returned, cell.share],
        ...[cell.interval?.[0], cell.interval?.[1], data.zone],
      ]),
    ),
  );
