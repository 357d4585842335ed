// Curves of a time to event as figures of a drawing: ticks of time, lines that step, who waits at a tick.
//
//   steps of the answer  ->  paths in a frame, reading at a time, rows of a file
import type { Interval, TimeToEvent, TimeToEventStep } from "../api/shapes";
import { us, type Us } from "../api/brands";
import { csv } from "./csv";

const [kMinute, kHour, kDay] = [60e6, 3600e6, 86_400e6];
const kPaces = [
  ...[1e6, 2e6, 5e6, 15e6, 30e6, kMinute, 2 * kMinute, 5 * kMinute, 15 * kMinute, 30 * kMinute],
  ...[kHour, 2 * kHour, 6 * kHour, 12 * kHour, kDay, 2 * kDay, 5 * kDay, 7 * kDay, 14 * kDay],
  ...[30, 60, 90, 180, 365, 730, 1825, 3650].map((days) => days * kDay),
];

/** Round times from 0 to the end, at most `most` of them. */
export function timeTicks(until: Us, most: number): Us[] {
  const pace = kPaces.find((one) => until / one <= most - 1) ?? until / Math.max(1, most - 1);
  const ticks: Us[] = [];
  if (until <= 0) return [us(0)];
  for (let at = 0; at <= until; at += pace) ticks.push(us(at));
  return ticks;
}

/** The step whose values hold at a time: the last that is not later. */
export function stepAt(steps: TimeToEventStep[], at: number): number {
  let [low, high] = [0, steps.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((steps[middle]?.at_us ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The steps at the ends of equal parts of the time, from left to right. */
export function stepsAtMarks(steps: TimeToEventStep[], until: number, parts: number) {
  const part = Math.floor(until / parts);
  const mark = (n: number) => part * n + Math.floor(((until % parts) * n) / parts);
  const marks = new Set(Array.from({ length: parts + 1 }, (_, n) => mark(n)));
  return steps.filter((step) => marks.has(step.at_us));
}

/** One curve: its share and interval at each step, in the order of the steps. */
export interface Curve {
  id: string;
  name: string;
  values: { share: number; interval: Interval }[];
}

/** Who still waits, then each outcome; `nameOf` says how an outcome is called. */
export function curvesOf(
  data: TimeToEvent,
  waiting: string,
  nameOf: (touchpoint: string | null) => string,
): Curve[] {
  const rest = data.steps.map((step) => ({ share: step.remaining, interval: step.interval }));
  return [
    { id: "", name: waiting, values: rest as Curve["values"] },
    ...data.outcomes.map((outcome, k) => ({
      id: outcome.touchpoint ?? " ",
      name: nameOf(outcome.touchpoint),
      values: data.steps.map((step) => {
        const had = step.outcomes[k];
        return { share: had?.share ?? 0, interval: had?.interval ?? null } as Curve["values"][0];
      }),
    })),
  ];
}

/** Where times and shares stand in a drawing. */
export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
  until: number;
}
export const xOf = (frame: Frame, at: number): number =>
  frame.left + (frame.until > 0 ? (Math.min(at, frame.until) / frame.until) * frame.width : 0);
export const yOf = (frame: Frame, share: number): number => frame.top + (1 - share) * frame.height;

const one = (value: number): string => String(Math.round(value * 10) / 10);

/** A line that keeps its share until the next step. */
export function stepLine(frame: Frame, times: Us[], shares: number[]): string {
  let line = "";
  shares.forEach((share, n) => {
    const [x, y] = [one(xOf(frame, times[n] ?? 0)), one(yOf(frame, share))];
    line += n === 0 ? `M${x} ${y}` : `H${x}V${y}`;
  });
  return line;
}

/** The band between the ends of the intervals; where there is none it closes on the line. */
export function stepBand(frame: Frame, times: Us[], values: Curve["values"]): string {
  const edge = (end: 0 | 1) => values.map((value) => value.interval?.[end] ?? value.share);
  const top = stepLine(frame, times, edge(1));
  const back: string[] = [];
  const low = edge(0);
  for (let n = low.length - 1; n >= 0; n--) {
    const y = one(yOf(frame, low[n] ?? 0));
    back.push(n === low.length - 1 ? `V${y}` : `V${y}`, `H${one(xOf(frame, times[n] ?? 0))}`);
  }
  return values.length === 0 ? "" : `${top}${back.join("")}Z`;
}

/** One line a step, everything that the curves show. */
export function waitsCsv(data: TimeToEvent, ended: string): string {
  const names = data.outcomes.map((outcome) => outcome.touchpoint ?? ended);
  return csv(
    [
      ...["time_us", "at_risk", "censored", "waiting", "waiting_low", "waiting_high"],
      ...names.flatMap((name) => [
        `${name} events`,
        `${name} share`,
        `${name} low`,
        `${name} high`,
      ]),
    ],
    data.steps.map((step) => [
      ...[step.at_us, step.at_risk, step.censored, step.remaining],
      ...[step.interval?.[0], step.interval?.[1]],
      ...step.outcomes.flatMap((had) => [
        had.events,
        had.share,
        had.interval?.[0],
        had.interval?.[1],
      ]),
    ]),
  );
}
