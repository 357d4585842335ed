// Rows as CSV, for keeping and for other programs. Numbers are plain (point, no grouping), headers English.
import type { Edge, JourneyRow } from "../api/shapes";
import { writtenIn } from "./zone";

export type Cell = string | number | boolean | null | undefined;

const cell = (value: Cell): string => {
  const text = value === null || value === undefined ? "" : String(value);
  // A leading sign could be taken for a formula by a spreadsheet.
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const csv = (header: string[], rows: Cell[][]): string =>
  [header, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";

/** One line a journey; instants as on a clock of the zone, which the last column names. */
export const journeysCsv = (rows: JourneyRow[], zone: string): string =>
  csv(
    [
      ...["journey", "customer", "start", "end", "duration_us", "events", "running"],
      ...["touchpoints", "zone"],
    ],
    rows.map((row) => [
      row.label,
      row.customer,
      writtenIn(row.start, zone),
      writtenIn(row.end, zone),
      row.duration_us,
      row.events,
      row.running,
      row.touchpoints.join(" > "),
      zone,
    ]),
  );

export const edgesCsv = (edges: Edge[]): string =>
  csv(
    ["from", "to", "occurrences", "journeys", "customers", "share_of_from", "median_us", "p90_us"],
    edges.map((edge) => [
      edge.from,
      edge.to,
      edge.occurrences,
      edge.journeys,
      edge.customers,
      edge.share_of_from,
      edge.median_us,
      edge.p90_us,
    ]),
  );
