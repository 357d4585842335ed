// Explore: four questions on how people really move.
import { answerOrRefusal, ask } from "../../api/client";
import type {
  Anchor,
  Funnel,
  Paths,
  Summary,
  Transitions,
  VariantMode,
  Variants,
} from "../../api/shapes";
import { register, type Context, type Refusable } from "../../app/context";
import {
  kFunnelParams,
  namesOfFunnel,
  readFunnel,
  requestOf,
  type AskedFunnel,
} from "../../data/funnel";
import { zone } from "../../app/zone.svelte";
import { readBy } from "../../data/groups";
import { readName } from "../../data/names";
import { unknownNames, type UnknownName } from "../../data/touchpoints";
import FunnelView from "./FunnelView.svelte";
import GraphView from "./GraphView.svelte";
import PathsView from "./PathsView.svelte";
import VariantsView from "./VariantsView.svelte";

export const kGraphLimit = 2000;

/** The transitions; if the opening hours asked for are refused, in calendar time with the reason. */
export type GraphData = Transitions & Refusable;

export const graphView = register<GraphData>({
  id: "graph",
  path: /^\/explore(?:\/graph)?$/,
  nav: "explore",
  title: (words) => words.explore.tabs.graph,
  question: (words) => words.explore.questions.graph,
  reads: ["hours"],
  async load({ select, param }, signal) {
    const asked = { select, limit: kGraphLimit };
    const hours = param("hours");
    if (!hours) return { ...(await ask("transitions", asked, signal)), refusal: null };
    const { answer, refusal } = await answerOrRefusal(
      ask("transitions", { ...asked, hours, zone: zone() }, signal),
    );
    return { ...(answer ?? (await ask("transitions", asked, signal))), refusal };
  },
  draw: GraphView,
  selects: true,
});

const namesIn = (summary: Summary): string[] =>
  summary.touchpoint_list.map((one) => one.touchpoint);

export interface PathsData extends Refusable {
  /** Null while the point to start at is none of the data, or the question was refused. */
  paths: Paths | null;
  unknown: UnknownName[];
  summary: Summary;
  request: ReturnType<typeof pathRequest>;
  /** Drawn as a flow, not as a tree. */
  flows: boolean;
}

const whole = (text: string | null, fallback: number, most: number): number => {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 ? Math.min(value, most) : fallback;
};

function pathRequest({ param }: Context) {
  const touchpoint = readName(param("touchpoint") ?? "");
  const direction: "forward" | "backward" =
    param("direction") === "backward" ? "backward" : "forward";
  const occurrence: "first" | "last" = param("occurrence") === "last" ? "last" : "first";
  const end = param("at") === "end";
  const anchor: Anchor = touchpoint
    ? { at: "touchpoint", touchpoint, occurrence }
    : { at: end ? "end" : "start" };
  const collapse: "none" | "repeats" = param("collapse") === "repeats" ? "repeats" : "none";
  // Nothing comes before a start or after an end.
  const way = touchpoint ? direction : end ? ("backward" as const) : ("forward" as const);
  return { anchor, direction: way, collapse, steps: whole(param("steps"), 4, 20) };
}

export const pathsView = register<PathsData>({
  id: "paths",
  path: /^\/explore\/paths$/,
  nav: "explore",
  title: (words) => words.explore.tabs.paths,
  question: (words) => words.explore.questions.paths,
  reads: ["at", "touchpoint", "occurrence", "direction", "steps", "top", "collapse", "shape"],
  async load(context, signal) {
    const { select, param } = context;
    const request = pathRequest(context);
    const flows = param("shape") === "flow";
    const shape = flows ? ("flow" as const) : ("tree" as const);
    const summary = await ask("summary", {}, signal);
    const { touchpoint } = request.anchor;
    const unknown = unknownNames(touchpoint ? [touchpoint] : [], namesIn(summary));
    if (unknown.length > 0) return { paths: null, unknown, refusal: null, summary, request, flows };
    const { answer, refusal } = await answerOrRefusal(
      ask("paths", { select, ...request, shape, top: whole(param("top"), 6, 100) }, signal),
    );
    return { paths: answer, unknown, refusal, summary, request, flows };
  },
  draw: PathsView,
  selects: true,
});

export const variantsView = register<Variants>({
  id: "variants",
  path: /^\/explore\/variants$/,
  nav: "explore",
  title: (words) => words.explore.tabs.variants,
  question: (words) => words.explore.questions.variants,
  reads: ["mode", "limit"],
  load({ select, param }, signal) {
    const mode: VariantMode =
      (["full", "collapsed", "set"] as const).find((m) => m === param("mode")) ?? "full";
    return ask("variants", { select, mode, limit: whole(param("limit"), 20, 5000) }, signal);
  },
  draw: VariantsView,
  selects: true,
});

export interface FunnelData extends Refusable {
  /** Null while there are no steps, one is none of the data, or the question was refused. */
  funnel: Funnel | null;
  unknown: UnknownName[];
  asked: AskedFunnel;
  summary: Summary;
  usual: string[];
}

export const funnelView = register<FunnelData>({
  id: "funnel",
  path: /^\/explore\/funnel$/,
  nav: "explore",
  title: (words) => words.explore.tabs.funnel,
  question: (words) => words.explore.questions.funnel,
  reads: [...kFunnelParams, "groups"],
  async load({ select, param }, signal) {
    const asked = readFunnel(param);
    const [summary, variants] = await Promise.all([
      ask("summary", {}, signal),
      ask("variants", { mode: "collapsed", limit: 20 }, signal),
    ]);
    const unknown = unknownNames(namesOfFunnel(asked), namesIn(summary));
    const { answer: funnel, refusal } =
      asked.steps.length > 0 && unknown.length === 0
        ? await answerOrRefusal(
            ask("funnel", { select, ...requestOf(asked), by: readBy(param("groups")) }, signal),
          )
        : { answer: null, refusal: null };
    const long =
      variants.variants.find((variant) => variant.touchpoints.length >= 3) ?? variants.variants[0];
    const usual = [...new Set(long?.touchpoints ?? [])].slice(0, 4);
    return { funnel, unknown, refusal, asked, summary, usual };
  },
  draw: FunnelView,
  selects: true,
});
