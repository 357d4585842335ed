// Sets of promises and rules in plain words.
import type { JourneySet } from "../api/shapes";
import type { Words } from "../app/words/en";

type PromiseSet = Extract<JourneySet, { of: "promise" }>;
type RuleSet = Extract<JourneySet, { of: "rule" }>;

export function describePromise(
  set: PromiseSet,
  words: Words,
  stage: (id: string) => string,
): string {
  const say = words.promises;
  const what = say.promise[set.what](stage(set.stage));
  return set.channel === undefined ? what : say.on(what, set.channel ?? say.unsaid);
}

export function describeRule(set: RuleSet, words: Words): string {
  return words.promises.rule[set.what](set.rule);
}
