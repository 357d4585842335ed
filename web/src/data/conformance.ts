// Conformance as a screen asks it, ranks it and lays it out.
//
//   parameters of the address  ->  Asked  ->  the question, and the sets behind its numbers
//   contacts of the answer     ->  rows by stage, columns by channel
import type {
  AcceptedDeviation,
  ChannelCell,
  Conformance,
  Deviation,
  JourneySet,
} from "../api/shapes";
import type { Words } from "../app/words/en";
import { csv } from "./csv";

export type ConformanceSet = Extract<JourneySet, { of: "conformance" }>;
type Titles = { stage: (id: string) => string; touchpoint: (name: string) => string };

/** What deviations cost, by the names of the question; the usual costs are the server's. */
export const kPrices = {
  missed: 10,
  moment_of_truth: 20,
  lived_only: 10,
  substituted: 3,
} as const;
export type Price = keyof typeof kPrices;
export const priceNames = Object.keys(kPrices) as Price[];
const kMostPrice = 500_000;

/** The members of the question that its sets share; what is usual is not in it. */
export type Asked = { design?: string; process?: string; accepted?: AcceptedDeviation[] } & Partial<
  Record<Price, number>
>;

export const kConformanceParams = ["design", "process", "accepted", ...priceNames] as const;
type Param = (name: string) => string | null;

const isAccepted = (value: unknown): value is AcceptedDeviation =>
  typeof value === "object" &&
  value !== null &&
  "stage" in value &&
  typeof value.stage === "string" &&
  "deviation" in value &&
  typeof value.deviation === "string";

/** What is accepted; null if the text is no such list. */
export function readAccepted(text: string | null): AcceptedDeviation[] | null {
  if (!text) return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every(isAccepted) ? list : null;
  } catch {
    return null;
  }
}

export function readAsked(param: Param, accepted: AcceptedDeviation[]): Asked {
  const asked: Asked = {};
  const design = param("design");
  if (design) asked.design = design;
  const process = param("process");
  if (process) asked.process = process;
  for (const name of priceNames) {
    const text = param(name);
    const value = Number(text);
    const usable = text !== null && text !== "" && Number.isInteger(value) && value >= 0;
    if (usable && value !== kPrices[name]) asked[name] = Math.min(value, kMostPrice);
  }
  if (accepted.length > 0) asked.accepted = accepted;
  return asked;
}

/** The address's parameters of a question. */
export const writeAsked = (asked: Asked): Record<string, string | number | null> => ({
  design: asked.design ?? null,
  process: asked.process ?? null,
  accepted: asked.accepted?.length ? JSON.stringify(asked.accepted) : null,
  ...Object.fromEntries(priceNames.map((name) => [name, asked[name] ?? null])),
});

/** The journeys behind a number of the answer to `asked`. */
export const conformanceSet = (
  asked: Asked,
  what: ConformanceSet["what"],
  more: Partial<ConformanceSet> = {},
): ConformanceSet => ({ of: "conformance", ...asked, ...more, what });

/** What a set shares with the question that it is of. */
export function askedOf(set: ConformanceSet): Asked {
  const asked: Asked = {};
  if (set.design) asked.design = set.design;
  if (set.process) asked.process = set.process;
  if (set.accepted?.length) asked.accepted = set.accepted;
  for (const name of priceNames) {
    const price = set[name];
    if (price !== undefined && price !== kPrices[name]) asked[name] = price;
  }
  return asked;
}

/** The journeys that hold a deviation, or leave the design there first. */
export const deviationSet = (
  asked: Asked,
  what: "deviation" | "departure",
  { deviation, stage, touchpoint, channel, after }: Deviation,
): ConformanceSet => conformanceSet(asked, what, { deviation, stage, touchpoint, channel, after });

export const both = (...sets: JourneySet[]): JourneySet => ({ of: "and", sets });
export const kRunning: JourneySet = { of: "running" };
export const kOver: JourneySet = { of: "not", set: kRunning };

/** A deviation as it is accepted: of its stage, on its channel. */
export const acceptanceOf = ({ deviation, stage, channel }: Deviation): AcceptedDeviation =>
  deviation === "missed" || channel === null ? { deviation, stage } : { deviation, stage, channel };

const same = (a: AcceptedDeviation, b: AcceptedDeviation): boolean =>
  a.deviation === b.deviation && a.stage === b.stage && (a.channel ?? null) === (b.channel ?? null);

export const withAccepted = (asked: Asked, one: AcceptedDeviation): Asked => ({
  ...asked,
  accepted: [...(asked.accepted ?? []).filter((old) => !same(old, one)), one],
});
export const withoutAccepted = (asked: Asked, one: AcceptedDeviation): Asked => ({
  ...asked,
  accepted: (asked.accepted ?? []).filter((old) => !same(old, one)),
});

type Contact = Pick<Deviation, "touchpoint" | "touchpoints" | "channel">;
const kNamed = 2;

/** "phone.call (phone)", with the number of others that it may be. */
export function contactText(
  { touchpoint, touchpoints, channel }: Contact,
  words: Words,
  titles: Titles,
): string {
  const names = (touchpoints.length > 0 ? touchpoints : [touchpoint ?? ""]).map(titles.touchpoint);
  const shown = names.slice(0, kNamed).join(", ");
  const text = names.length > kNamed ? `${shown} +${names.length - kNamed}` : shown;
  return channel ? words.conformance.sets.on(text, channel) : text;
}

/** What a deviation is, in a few words. */
export function deviationText(one: Deviation, words: Words, titles: Titles): string {
  const say = words.conformance.kinds;
  const stage = titles.stage(one.stage);
  if (one.deviation === "missed") return say.missed(stage);
  const contact = contactText(one, words, titles);
  if (one.deviation === "substituted") return say.substituted(stage, contact);
  const text = say.livedOnly(contact);
  return one.after ? say.afterStage(text, titles.stage(one.after)) : say.atStart(text);
}

/** What is accepted, in a few words. */
export function acceptedText(one: AcceptedDeviation, words: Words, titles: Titles): string {
  const say = words.conformance.kinds;
  const stage = titles.stage(one.stage);
  if (one.deviation === "missed") return say.missed(stage);
  if (one.deviation === "substituted")
    return say.substituted(stage, one.channel ?? words.conformance.substituted.toLowerCase());
  const text = say.livedOnly(say.any(stage));
  return one.channel ? `${text} (${one.channel})` : text;
}

export type RankedBy = "journeys" | "departures" | "cost";

/** Deviations by one of their numbers, falling; those that count apart from those that are accepted. */
export function rankedDeviations(
  deviations: Deviation[],
  by: RankedBy,
): { counted: Deviation[]; accepted: Deviation[] } {
  const ordered = [...deviations].sort((a, b) => b[by] - a[by]);
  return {
    counted: ordered.filter((one) => !one.accepted),
    accepted: ordered.filter((one) => one.accepted),
  };
}

export interface MatrixRow {
  stage: Conformance["stages"][number];
  /** Channels planned for these contacts; null: any, empty: none. */
  planned: string[] | null;
  /** By channel of the matrix. */
  cells: { cell: ChannelCell | null; planned: boolean; share: number }[];
}
export interface ChannelMatrix {
  /** Null: the log does not say. */
  channels: (string | null)[];
  rows: MatrixRow[];
}

/** Planned channels against those used, the most used first: a row for each plan of a stage that occurs. */
export function channelMatrix({
  stages,
  channels,
}: Pick<Conformance, "stages" | "channels">): ChannelMatrix {
  const used = new Map<string | null, number>();
  for (const { planned } of channels) for (const one of planned ?? []) used.set(one, 0);
  for (const one of channels) used.set(one.channel, (used.get(one.channel) ?? 0) + one.contacts);
  const columns = [...used].sort(([, a], [, b]) => b - a).map(([channel]) => channel);
  const rows = stages.flatMap((stage) => {
    const own = channels.filter((one) => one.stage === stage.id);
    const plans = new Map(own.map(({ planned }) => [JSON.stringify(planned), planned]));
    return [...plans].map(([key, planned]): MatrixRow => {
      const cells = own.filter((one) => JSON.stringify(one.planned) === key);
      const all = cells.reduce((sum, one) => sum + one.contacts, 0);
      return {
        stage,
        planned,
        cells: columns.map((channel) => {
          const cell = cells.find((one) => one.channel === channel) ?? null;
          return {
            cell,
            planned: cell ? cell.as_planned : channel !== null && !!planned?.includes(channel),
            share: cell && all > 0 ? cell.contacts / all : 0,
          };
        }),
      };
    });
  });
  return { channels: columns, rows };
}

/** One line a deviation; numbers plain. */
export const conformanceCsv = (answer: Pick<Conformance, "deviations">): string =>
  csv(
    [
      ...["deviation", "stage", "touchpoints", "channel", "after", "accepted"],
      ...["journeys", "first_departures", "times", "cost"],
    ],
    answer.deviations.map((one) => [
      one.deviation,
      one.stage,
      one.touchpoints.join(" > "),
      one.channel,
      one.after,
      one.accepted,
      one.journeys,
      one.departures,
      one.moves,
      one.cost,
    ]),
  );
