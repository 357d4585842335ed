// A set of a time to event in plain words.
import type { JourneySet } from "../api/shapes";
import { us } from "../api/brands";
import type { Words } from "../app/words/en";

type WaitSet = Extract<JourneySet, { of: "time_to_event" }>;

export function describeWaits(
  set: WaitSet,
  words: Words,
  titleOf: (name: string) => string,
): string {
  const say = words.waits.sets;
  const time = (value: number | null | undefined) => say.lasting(us(value ?? 0));
  const from = set.origin ? titleOf(set.origin) : words.waits.start;
  switch (set.state) {
    case "without_origin":
    case "started":
      return say[set.state](from);
    case "at_risk":
      return say.since(say.at_risk(time(set.until_us ?? set.horizon_us)), from);
    case "beyond":
      return say.since(say.beyond(time(set.horizon_us)), from);
  }
  const what =
    set.state === "had"
      ? say.had(set.outcome ? titleOf(set.outcome) : words.waits.any)
      : say[set.state];
  const { after_us: after, until_us: until } = set;
  const spanned = typeof until === "number" && typeof after === "number" && after >= 0;
  return say.since(spanned ? say.between(what, time(after), time(until)) : what, from);
}
