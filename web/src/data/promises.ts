// Promises and rules in words, their sets, and as rows.
//
//   a promise, a state, a channel  ->  the set behind the number
//   a rule, opening hours          ->  a sentence
import type {
  DesignRule,
  JourneySet,
  Observance,
  Opening,
  Promises,
  RuleEvent,
  StagePromise,
} from "../api/shapes";
import type { Words } from "../app/words/en";
import { csv, type Cell } from "./csv";
import { formatDay, formatDuration, type Language } from "./format";

interface Named {
  stage: (id: string) => string;
  touchpoint: (name: string) => string;
}

/** The journeys behind a number of a promise; `channel` undefined: whatever it began on. */
export const promiseSet = (
  design: string | null,
  stage: string,
  what: Observance,
  channel?: string | null,
): JourneySet => ({
  of: "promise",
  ...(design === null ? {} : { design }),
  stage,
  what,
  ...(channel === undefined ? {} : { channel }),
});

export const ruleSet = (design: string | null, rule: string, what: Observance): JourneySet => ({
  of: "rule",
  ...(design === null ? {} : { design }),
  rule,
  what,
});

function eventText(event: RuleEvent, words: Words, titles: Named): string {
  const say = words.promises;
  const name = event.stage
    ? say.any(titles.stage(event.stage))
    : titles.touchpoint(event.touchpoint ?? "");
  return event.channel ? say.onChannel(name, event.channel) : name;
}

/** "After order.placed comes order.confirmed, within 1 h". */
export function ruleText(
  { kind, first, then, within_us }: DesignRule,
  words: Words,
  titles: Named,
  language: Language,
): string {
  const say = words.promises;
  const [one, other] = [eventText(first, words, titles), eventText(then, words, titles)];
  const text =
    kind === "follows"
      ? say.follows(one, other)
      : kind === "precedes"
        ? say.precedes(one, other)
        : one === other
          ? say.once(one)
          : say.never(one, other);
  return within_us === null ? text : `${text}, ${say.within(formatDuration(within_us, language))}`;
}

/** "within 2 d, from order.placed to delivery.completed, calendar time". */
export function clockText(promise: StagePromise, words: Words, titles: Named, language: Language) {
  const say = words.promises;
  const end = (touchpoint: string | null, stage: string) =>
    touchpoint === null ? say.any(titles.stage(stage)) : titles.touchpoint(touchpoint);
  return [
    say.within(formatDuration(promise.within_us, language)),
    say.clock(end(promise.since, promise.from), end(promise.until, promise.stage)),
    say.counted[promise.counted],
  ].join(", ");
}

const kDays = ["mon tue wed thu fri sat sun", "lun mar mer jeu ven sam dim"].map((days) =>
  days.split(" "),
);

// The first of January 2024 was a Monday.
function weekday(name: string, language: Language): string | null {
  const day = Math.max(...kDays.map((days) => days.indexOf(name.toLowerCase())));
  if (day < 0) return null;
  const format = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  return format.format(new Date(Date.UTC(2024, 0, 1 + day)));
}

/** "mon-fri 09:00-12:00 14:00-18:00" in words; what is not understood stays as it is written. */
export function hoursText(hours: string, words: Words, language: Language): string {
  const say = words.promises;
  return hours
    .split(",")
    .map((part) => {
      const [days = "", ...times] = part.trim().split(/\s+/);
      const names = days.split("-").map((day) => weekday(day, language));
      const [from, to] = names;
      if (!from || to === null || names.length > 2) return part.trim();
      const when = times.map((time) => time.replace("-", "–")).join(say.and);
      return `${to ? say.day(from, to) : from} ${when}`;
    })
    .join(", ");
}

/** Opening hours, their zone and the days closed, in words. */
export function openingText(opening: Opening, words: Words, language: Language): string {
  const text = `${hoursText(opening.hours, words, language)} (${opening.zone})`;
  if (opening.closed.length === 0) return text;
  const days = opening.closed.map((day) => formatDay(day, language));
  return `${text}; ${words.promises.closed} ${days.join(", ")}`;
}

/** One line a promise, a channel of it, a rule; numbers plain. */
export function promisesCsv({ promises, rules }: Pick<Promises, "promises" | "rules">): string {
  type Counted = Pick<StagePromise, "kept" | "broken" | "pending" | "not_concerned"> &
    Pick<StagePromise, "broken_share">;
  const counts = (one: Counted): Cell[] => [
    one.kept,
    one.broken,
    one.pending,
    one.not_concerned,
    one.broken_share,
  ];
  return csv(
    [
      ...["kind", "id", "channel", "within_us", "counted"],
      ...["kept", "broken", "pending", "not_concerned", "broken_share"],
      ...["used_n", "used_median_us", "used_p90_us"],
    ],
    [
      ...promises.flatMap((one) =>
        [{ ...one, channel: "" as string | null }, ...one.channels].map((on, n) => [
          n === 0 ? "promise" : "promise begun on channel",
          ...[one.stage, on.channel, one.within_us, one.counted, ...counts(on)],
          ...[on.used.n, on.used.median_us, on.used.p90_us],
        ]),
      ),
      ...rules.map((one) => [one.kind, one.id, "", one.within_us, "", ...counts(one)]),
    ],
  );
}
