// A set of journeys in plain words, for the title of the list behind a number.
import type { JourneySet } from "../api/shapes";
import type { Words } from "../app/words/en";
import { describeConformance } from "./describe_conformance";
import { describePromise, describeRule } from "./describe_promises";
import { describeRoute } from "./describe_routes";
import { describeReentry, describeRetention } from "./describe_retention";
import { describeWaits } from "./describe_waits";
import { nameOfStep } from "./funnel";
import { valuesOf } from "./property_sets";

/** Names what only the screen knows: stages and interactions by their titles. */
export interface Titles {
  stage: (id: string) => string;
  interaction: (id: string) => string;
  touchpoint: (name: string) => string;
}

export const plainTitles: Titles = {
  stage: (id) => id,
  interaction: (id) => id,
  touchpoint: (name) => name,
};

/** The day, as it is written. */
const dayOf = (instant: string | undefined): string => instant?.slice(0, 10) ?? "…";

export function describeSet(set: JourneySet, words: Words, titles: Titles = plainTitles): string {
  const say = words.explore.sets;
  const some = valuesOf(set);
  if (some) {
    const by = some.by.start ? words.groups.start[some.by.start] : (some.by.property ?? "");
    const named = some.by.start === "touchpoint" ? titles.touchpoint : (text: string) => text;
    const values = some.absent ? [words.groups.absent] : [];
    return words.groups.is(by, [...some.values.map(named), ...values].join(words.groups.or));
  }
  switch (set.of) {
    case "not":
      return say.not(describeSet(set.set, words, titles));
    case "and":
      return set.sets.map((one) => describeSet(one, words, titles)).join(words.groups.and);
    case "group":
      return describeGroup(set, words, titles);
    case "all":
      return say.all;
    case "running":
      return say.running;
    case "ended":
      return say.ended(dayOf(set.from), dayOf(set.to));
    case "touchpoint":
    case "start":
    case "end":
      return say[set.of](titles.touchpoint(set.touchpoint));
    case "transition":
      return say.transition(titles.touchpoint(set.from), titles.touchpoint(set.to));
    case "variant":
      return say.variant(set.touchpoints.length);
    case "flow":
      return describeFlow(set, words, titles);
    case "path":
      return describePath(set, words, titles);
    case "funnel": {
      const names = set.steps.map((step) => nameOfStep(step, titles.touchpoint));
      const any = set.order === "any";
      const step = any ? words.funnel.nth(String(set.step)) : (names[set.step - 1] ?? "");
      const state = say.funnelState[set.state ?? "reached"](step);
      return names.length > 1 ? say.funnel(state, names.join(any ? ", " : " → ")) : state;
    }
    case "time_to_event":
      return describeWaits(set, words, titles.touchpoint);
    case "contact_driver": {
      const contact = set.contacts.map(titles.touchpoint).join(", ");
      const pattern = (set.touchpoints ?? []).map(titles.touchpoint).join(" → ");
      return set.state && set.state !== "met"
        ? words.drivers.sets[set.state](contact)
        : words.drivers.sets.met(pattern, contact);
    }
    case "retention":
      return describeRetention(set, words, titles.touchpoint);
    case "reentry":
      return describeReentry(set, words);
    case "conformance":
      return describeConformance(set, words, titles);
    case "persona":
      return say.persona(set.persona);
    case "promise":
      return describePromise(set, words, titles.stage);
    case "discovery":
      return set.what === "done"
        ? words.discovery.done(titles.touchpoint(set.activity ?? ""))
        : words.discovery.sets[set.what](set.stage ? titles.stage(set.stage) : null);
    case "route":
      return describeRoute(set, words, titles.stage);
    case "rule":
      return describeRule(set, words);
    case "pattern":
      return words.patterns.sets[set.state ?? "matching"](set.pattern);
    case "stage":
      return say.stage[set.what](
        titles.stage(set.stage),
        set.what === "interaction"
          ? titles.interaction(set.interaction ?? "")
          : (set.channel ?? ""),
      );
  }
}

function describeGroup(
  set: Extract<JourneySet, { of: "group" }>,
  words: Words,
  titles: Titles,
): string {
  const say = words.groups;
  const by = set.by.start ? say.start[set.by.start] : (set.by.property ?? "");
  const named = set.by.start === "touchpoint" ? titles.touchpoint : (text: string) => text;
  if (set.absent) return say.without(by);
  if (set.value !== undefined) return say.is(by, named(set.value));
  return say.isNot(by, (set.not ?? []).map(named).join(", "));
}

function describeFlow(
  set: Extract<JourneySet, { of: "flow" }>,
  words: Words,
  titles: Titles,
): string {
  const say = words.explore.sets;
  const named = (place: { touchpoint?: string }) =>
    place.touchpoint === undefined
      ? words.explore.paths.other
      : titles.touchpoint(place.touchpoint);
  const all = set.touchpoint === undefined && (set.other_than ?? []).length === 0;
  const here = all ? words.explore.paths.all : named(set);
  const way = set.next ? `${here} → ${named(set.next)}` : here;
  return say.flow(words.explore.paths.step(set.step), way, say.pathState[set.state ?? "reached"]);
}

function describePath(
  set: Extract<JourneySet, { of: "path" }>,
  words: Words,
  titles: Titles,
): string {
  const say = words.explore.sets;
  const anchor =
    set.anchor.at === "touchpoint"
      ? titles.touchpoint(set.anchor.touchpoint ?? "")
      : words.explore.paths[set.anchor.at];
  const steps = set.prefix.map(titles.touchpoint);
  const where =
    set.direction === "backward"
      ? say.pathTo(anchor, steps.reverse().join(" → "))
      : say.pathFrom(anchor, steps.join(" → "));
  return say.path(where, say.pathState[set.state ?? "reached"]);
}
