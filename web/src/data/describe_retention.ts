// Sets of retention and of re-entry in plain words.
import type { JourneySet } from "../api/shapes";
import { us } from "../api/brands";
import type { Words } from "../app/words/en";

type RetentionSet = Extract<JourneySet, { of: "retention" }>;
type ReentrySet = Extract<JourneySet, { of: "reentry" }>;

export function describeRetention(
  set: RetentionSet,
  words: Words,
  titleOf: (name: string) => string,
): string {
  const say = words.retention.sets;
  const start = set.start ? titleOf(set.start) : words.retention.firstEvent;
  if (set.state === "without_start") return say.without_start(start);
  const began = say.began(start);
  const who = set.cohort ? say.cohort(began, set.cohort) : began;
  if (set.state === "started") return say.started(who);
  const age = words.retention.age[set.period ?? "month"](set.age ?? 0);
  return say[set.state](who, set.kind === "or_later" ? say.later(age) : age);
}

export function describeReentry(set: ReentrySet, words: Words): string {
  const say = words.retention.sets;
  if (set.state === "customers") return say.customers(set.journeys ?? 0);
  const what = set.state === "away" ? say.notAgain : say[set.state];
  const timed = set.state === "again" || set.state === "away" || set.state === "open";
  return timed && typeof set.within_us === "number"
    ? say.inTime(what, say.lasting(us(set.within_us)))
    : what;
}
