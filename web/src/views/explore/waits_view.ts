// Explore: how long until an outcome.
import { answerOrRefusal, ask } from "../../api/client";
import type { EndedWithout, Summary, TimeToEvent } from "../../api/shapes";
import { register, type Context, type Refusable } from "../../app/context";
import { readName, readNames } from "../../data/names";
import { unknownNames, type UnknownName } from "../../data/touchpoints";
import WaitsView from "./WaitsView.svelte";

/** Equal parts of the time at whose ends the number of those who wait is shown. */
export const kMarks = 8;

export interface WaitsData extends Refusable {
  /** Null while there is no outcome, a name is none of the data, or the question was refused. */
  waits: TimeToEvent | null;
  unknown: UnknownName[];
  request: WaitsRequest;
  summary: Summary;
}
export interface WaitsRequest {
  origin: string | null;
  outcomes: string[];
  horizon: string | null;
  ended: EndedWithout;
}

function requestOf({ param }: Context): WaitsRequest {
  const written = param("origin");
  return {
    origin: written ? readName(written) : null,
    outcomes: readNames(param("outcomes"), ">"),
    horizon: param("horizon"),
    ended: (["censored", "outcome"] as const).find((one) => one === param("ended")) ?? "at_risk",
  };
}

export const waitsView = register<WaitsData>({
  id: "time",
  path: /^\/explore\/time$/,
  nav: "explore",
  title: (words) => words.waits.tab,
  question: (words) => words.waits.question,
  reads: ["origin", "outcomes", "horizon", "ended"],
  async load(context, signal) {
    const request = requestOf(context);
    const summary = await ask("summary", {}, signal);
    const named = [...(request.origin ? [request.origin] : []), ...request.outcomes];
    const unknown = unknownNames(
      named,
      summary.touchpoint_list.map((one) => one.touchpoint),
    );
    const { answer: waits, refusal } =
      request.outcomes.length > 0 && unknown.length === 0
        ? await answerOrRefusal(
            ask("time_to_event", { select: context.select, ...request, marks: kMarks }, signal),
          )
        : { answer: null, refusal: null };
    return { waits, unknown, refusal, request, summary };
  },
  draw: WaitsView,
  selects: true,
});
