// Compared numbers as rows of a table, places on a line, and rows of a file.
//
//   numbers of the answer  ->  one scale a unit, 0 (of ratios 1) in the middle  ->  places on it
import type { Us } from "../api/brands";
import type { Compared, ComparedNumber, ComparedQuestion, Interval } from "../api/shapes";
import { csv } from "./csv";
import { formatDuration, formatLift, formatLifts, formatScore, formatShare } from "./format";

/** What a comparison asks: a question, with its parameters without the selection. */
export interface AskedComparison {
  question: ComparedQuestion;
  parameters: object;
}

type Language = "en" | "fr";
type Unit = ComparedNumber["unit"];

/** Where a difference stands, on whatever scale: of ratios its logarithm. */
const measured = (value: number, unit: Unit): number =>
  unit === "ratio" ? Math.log(Math.max(value, 1e-6)) : value;

/**
 * How far the scale of each unit goes to both sides: as far as what differs; where nothing does, as what has
 * enough customers; else as all.
 */
export function scalesOf(numbers: ComparedNumber[]): Record<Unit, number> {
  const scale = (unit: Unit): number => {
    const own = numbers.filter((one) => one.unit === unit);
    const [clear, enough] = [own.filter((one) => one.clear), own.filter((one) => !one.thin)];
    const shown = clear.length > 0 ? clear : enough.length > 0 ? enough : own;
    const ends = shown.flatMap((one) => [one.difference, ...(one.interval ?? [])]);
    const far = ends.flatMap((end) => (end === null ? [] : [Math.abs(measured(end, unit))]));
    return Math.max(0, ...far) || 1;
  };
  return {
    share: scale("share"),
    time_us: scale("time_us"),
    mean: scale("mean"),
    ratio: scale("ratio"),
  };
}

/** From -1 to 1; what lies beyond the scale stands at its end. */
export function placeOf(value: number, unit: Unit, scales: Record<Unit, number>): number {
  return Math.min(1, Math.max(-1, measured(value, unit) / scales[unit]));
}

export function valueText(value: number | null, unit: Unit, language: Language): string {
  if (value === null) return "–";
  if (unit === "share") return formatShare(value, language);
  if (unit === "time_us") return formatDuration(Math.round(value) as Us, language);
  return unit === "mean" ? formatScore(value, language) : formatLift(value, language);
}

const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : text);

/** Points of a share, with a sign: "+3.2". */
function points(value: number, language: Language): string {
  const digits = Math.abs(value) < 0.0995 ? 1 : 0;
  const text = new Intl.NumberFormat(language, {
    maximumFractionDigits: digits,
    signDisplay: "exceptZero",
  }).format(value * 100);
  return text.replace("-", "\u2212");
}

/** A difference as people read it, with its sign where it has one. */
export function differenceText(one: ComparedNumber, language: Language): string {
  const { difference, unit } = one;
  if (difference === null) return "–";
  if (unit === "share") return points(difference, language);
  if (unit === "ratio") return formatLift(difference, language);
  return signed(difference, valueText(difference, unit, language));
}

export function boundsText(one: ComparedNumber, language: Language): string {
  const [low, high] = one.interval ?? [];
  if (low === undefined || high === undefined) return "";
  if (one.unit === "ratio") return formatLifts(one.interval as Interval, language);
  const to = language === "fr" ? " à " : " to ";
  const text = (end: number) =>
    one.unit === "share" ? points(end, language) : valueText(end, one.unit, language);
  return text(low) + to + text(high);
}

/** Both sides of every number, one line each. */
export const comparedCsv = (data: Compared): string =>
  csv(
    [
      ...["measure", "touchpoints", "step", "unit"],
      ...["here", "here_low", "here_high", "here_count", "here_base", "here_customers"],
      ...["there", "there_low", "there_high", "there_count", "there_base", "there_customers"],
      ...["difference", "low", "high", "p", "q", "differs", "few_customers", "unsettled"],
    ],
    data.numbers.map((one) => [
      ...[one.measure, one.touchpoints.join(" > "), one.step, one.unit],
      ...[one.a, one.b].flatMap((side) => [
        ...[side.value, side.interval?.[0], side.interval?.[1]],
        ...[side.count, side.base, side.customers],
      ]),
      ...[one.difference, one.interval?.[0], one.interval?.[1]],
      ...[one.p, one.q, one.clear, one.thin, one.unsettled],
    ]),
  );
