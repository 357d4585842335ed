// Rows as CSV, for keeping and for other programs. Numbers are plain (point, no grouping), headers English.
import type { Canvas, Edge, JourneyRow } from "../api/shapes";
import { writtenIn } from "./zone";

type Cell = string | number | boolean | null | undefined;

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

/** One line a stage, everything that the canvas shows; the period is read in the zone, which is named. */
export const canvasCsv = (canvas: Canvas, zone: string): string =>
  csv(
    [
      ...["stage", "title_en", "title_fr", "phase", "contact", "moment_of_truth", "base_journeys"],
      ...[
        "reached",
        "share",
        "share_low",
        "share_high",
        "continued",
        "dropped",
        "running",
        "skipped",
      ],
      ...["median_us", "p90_us", "promise_us", "promise_kept", "promise_broken", "promise_pending"],
      ...["unplanned_journeys", "satisfaction_n", "satisfaction_mean", "satisfaction_low"],
      ...["satisfaction_high", "cx_mean", "cx_low", "cx_high", "verdict", "gap", "look_rank"],
      ...["first_event", "last_event", "zone"],
    ],
    canvas.stages.map((stage) => {
      const { lived, felt, designed } = stage;
      return [
        ...[stage.id, stage.title.en, stage.title.fr, stage.phase, stage.contact],
        ...[stage.moment_of_truth !== null, canvas.base.journeys],
        ...[lived?.reached, lived?.share, lived?.interval?.[0], lived?.interval?.[1]],
        ...[lived?.continued, lived?.dropped, lived?.running, lived?.skipped],
        ...[lived?.time.median_us, lived?.time.p90_us, designed.promise?.within_us],
        ...[lived?.promise?.kept, lived?.promise?.broken, lived?.promise?.pending],
        ...[lived?.unplanned.journeys, felt.satisfaction?.n, felt.satisfaction?.mean],
        ...[felt.satisfaction?.interval?.[0], felt.satisfaction?.interval?.[1]],
        ...[felt.cx?.mean, felt.cx?.interval?.[0], felt.cx?.interval?.[1], felt.verdict],
        felt.gap?.value,
        canvas.needs_look.find((look) => look.stage === stage.id)?.rank,
        ...[canvas.base.from && writtenIn(canvas.base.from, zone)],
        ...[canvas.base.to && writtenIn(canvas.base.to, zone), zone],
      ];
    }),
  );
