// Explore: who comes back, and who comes again.
import { answerOrRefusal, ask } from "../../api/client";
import type { CalendarPeriod, Reentry, Retention, RetentionKind, Summary } from "../../api/shapes";
import { register, type Context, type Refusable } from "../../app/context";
import { zone } from "../../app/zone.svelte";
import { readName } from "../../data/names";
import { unknownNames, type UnknownName } from "../../data/touchpoints";
import RetentionView from "./RetentionView.svelte";

export interface RetentionRequest {
  start: string | null;
  back: string | null;
  kind: RetentionKind;
  period: CalendarPeriod;
  within: string | null;
}
export interface RetentionData extends Refusable {
  /** Null while a name is none of the data, or the question was refused. */
  retention: Retention | null;
  reentry: Reentry | null;
  unknown: UnknownName[];
  request: RetentionRequest;
  summary: Summary;
}

/** How many ages are asked for: two weeks, two months, a year. */
const kAges = { day: 14, week: 8, month: 12 };

function requestOf({ param }: Context): RetentionRequest {
  const [start, back] = [param("start"), param("return")];
  return {
    start: start ? readName(start) : null,
    back: back ? readName(back) : null,
    kind: param("kind") === "or_later" ? "or_later" : "within",
    period: (["day", "week"] as const).find((one) => one === param("period")) ?? "month",
    within: param("within"),
  };
}

/** The question, without the selection. */
export const askedRetention = ({ start, back, kind, period }: RetentionRequest) => ({
  ...{ start, return: back, kind, period },
  ...{ periods: kAges[period], zone: zone() },
});

export const retentionView = register<RetentionData>({
  id: "retention",
  path: /^\/explore\/retention$/,
  nav: "explore",
  title: (words) => words.retention.tab,
  question: (words) => words.retention.question,
  reads: ["start", "return", "kind", "period", "within"],
  async load(context, signal) {
    const request = requestOf(context);
    const summary = await ask("summary", {}, signal);
    const unknown = unknownNames(
      [request.start, request.back].flatMap((name) => name ?? []),
      summary.touchpoint_list.map((one) => one.touchpoint),
    );
    if (unknown.length > 0)
      return { retention: null, reentry: null, unknown, refusal: null, request, summary };
    const { select } = context;
    const [cohorts, again] = await Promise.all([
      answerOrRefusal(ask("retention", { select, ...askedRetention(request) }, signal)),
      answerOrRefusal(ask("reentry", { select, within: request.within }, signal)),
    ]);
    return {
      retention: cohorts.answer,
      reentry: again.answer,
      unknown,
      refusal: cohorts.refusal ?? again.refusal,
      request,
      summary,
    };
  },
  draw: RetentionView,
  selects: true,
});
