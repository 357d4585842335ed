// Sets of conformance in plain words.
import type { JourneySet } from "../api/shapes";
import type { Words } from "../app/words/en";

type ConformanceSet = Extract<JourneySet, { of: "conformance" }>;

/** What titles a screen knows of stages and touchpoints. */
interface Named {
  stage: (id: string) => string;
  touchpoint: (name: string) => string;
}

export function describeConformance(set: ConformanceSet, words: Words, titles: Named): string {
  const say = words.conformance.sets;
  const stage = titles.stage(set.stage ?? "");
  const name = titles.touchpoint(set.touchpoint ?? "");
  const contact = set.channel ? say.on(name, set.channel) : name;
  switch (set.what) {
    case "fitting":
    case "deviating":
    case "ambiguous":
    case "bounded":
      return say[set.what];
    case "cost":
      return say.cost(set.cost ?? 0);
    case "done":
    case "substituted":
    case "missed":
    case "lived_only":
    case "concerned":
    case "fitting_at":
      return say[set.what](stage);
    case "channel":
      return say.channel(stage, set.channel ?? say.unsaid);
    case "accepted":
    case "other":
      return say[set.what];
    case "contact":
      return say.contact(stage, contact);
    case "deviation":
    case "departure": {
      const extra = set.after
        ? say.after(say.extra(contact), titles.stage(set.after))
        : say.extra(contact);
      const what =
        set.deviation === "lived_only"
          ? extra
          : set.deviation === "substituted"
            ? say.contact(stage, contact)
            : say.missed(stage);
      return set.what === "departure" ? say.departure(what) : what;
    }
  }
}
