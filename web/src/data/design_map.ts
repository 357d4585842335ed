// A design's text as the studio draws it: stages with their touchpoints, each with the lines where it stands.
//
//   text  ->  mapOf  ->  DesignMap, or the place where the text is no YAML
//
// Lenient: what the server would refuse is read as far as it goes, so that it can be put right on the map.
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from "yaml";

export const kPhases = ["before", "during", "after"] as const;
export type PhaseName = (typeof kPhases)[number];

/** A text as it is written: one for both languages, or one in each. */
export interface LocalWords {
  one?: string;
  en?: string;
  fr?: string;
}
/** First and last line, from 1. */
export interface Lines {
  first: number;
  last: number;
}
export interface MapTouchpoint {
  name: string;
  title: LocalWords;
  /** Null: planned anywhere; empty: nowhere, it happens all the same. */
  channels: string[] | null;
  role: "push" | "pull";
  kind: "informative" | "transactional";
  lines: Lines;
}
export interface MapPromise {
  within: string;
  from: string;
  since: string;
  until: string;
  counted: string;
  text: LocalWords;
}
export interface MapStage {
  id: string;
  title: LocalWords;
  phase: PhaseName;
  optional: boolean;
  contact: boolean;
  /** As written; null if the stage is no moment of truth. */
  importance: string | null;
  touchpoints: MapTouchpoint[];
  promise: MapPromise | null;
  target: { reach: string; satisfaction: string; cx: string };
  desired: { low: string; high: string };
  needs: { explicit: LocalWords[]; implicit: LocalWords[] };
  lines: Lines;
}
export interface DesignMap {
  name: string;
  title: LocalWords;
  phases: Partial<Record<PhaseName, LocalWords>>;
  proposal: boolean;
  loop: { from: string; to: string };
  quiet: string;
  stages: MapStage[];
}
export interface Broken {
  /** Zero: it is too large. */
  line: number;
}

const at = (node: unknown, key: string): unknown => (isMap(node) ? node.get(key, true) : undefined);
const items = (node: unknown): unknown[] => (isSeq(node) ? node.items : []);

function text(node: unknown): string {
  if (!isScalar(node) || node.value === null || node.value === undefined) return "";
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
}

function words(node: unknown): LocalWords {
  if (!isMap(node)) return node === undefined ? {} : { one: text(node) };
  const [en, fr] = [at(node, "en"), at(node, "fr")];
  return { ...(en ? { en: text(en) } : {}), ...(fr ? { fr: text(fr) } : {}) };
}

const list = (node: unknown): string[] =>
  isSeq(node) ? node.items.map(text) : isScalar(node) && node.value !== null ? [text(node)] : [];

function touchpoint(node: unknown, lines: Lines): MapTouchpoint {
  const channels = at(node, "channels");
  const anywhere = channels === undefined || (isScalar(channels) && channels.value === null);
  return {
    name: isMap(node) ? text(at(node, "touchpoint")) : text(node),
    title: words(at(node, "title")),
    channels: anywhere ? null : list(channels),
    role: text(at(node, "role")) === "push" ? "push" : "pull",
    kind: text(at(node, "kind")) === "transactional" ? "transactional" : "informative",
    lines,
  };
}

function promise(node: unknown): MapPromise | null {
  if (!isMap(node)) return null;
  const of = (key: string) => text(at(node, key));
  return {
    within: of("within"),
    from: of("from"),
    since: of("since"),
    until: of("until"),
    counted: of("counted") === "open" ? "open" : "calendar",
    text: words(at(node, "text")),
  };
}

function stage(node: unknown, linesOf: (node: unknown) => Lines): MapStage {
  const of = (...path: string[]) => text(path.reduce<unknown>(at, node));
  const phase = of("phase") as PhaseName;
  const moment = at(node, "moment_of_truth");
  return {
    id: of("id"),
    title: words(at(node, "title")),
    phase: kPhases.includes(phase) ? phase : "during",
    optional: of("optional") === "true",
    contact: of("contact") !== "none",
    importance: moment === undefined ? null : of("moment_of_truth", "importance"),
    touchpoints: items(at(node, "touchpoints")).map((one) => touchpoint(one, linesOf(one))),
    promise: promise(at(node, "promise")),
    target: {
      reach: of("target", "reach"),
      satisfaction: of("target", "satisfaction"),
      cx: of("target", "cx"),
    },
    desired: { low: of("desired", "low"), high: of("desired", "high") },
    needs: {
      explicit: items(at(at(node, "needs"), "explicit")).map(words),
      implicit: items(at(at(node, "needs"), "implicit")).map(words),
    },
    lines: linesOf(node),
  };
}

/** Texts above this size are edited as text: sixty stages of forty touchpoints stay below it. */
export const kMostDrawn = 500_000;

/** Reads a text. */
export function mapOf(source: string): DesignMap | Broken {
  if (source.length > kMostDrawn) return { line: 0 };
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter });
  const [error] = document.errors;
  if (error) return { line: error.linePos?.[0].line ?? 1 };
  const root = document.contents;
  if (root !== null && !isMap(root) && text(root) !== "") return { line: 1 };
  const linesOf = (node: unknown): Lines => {
    const range = (node as Node | null)?.range;
    if (!range) return { first: 0, last: 0 };
    const end = Math.max(range[0], range[1] - 1);
    return { first: counter.linePos(range[0]).line, last: counter.linePos(end).line };
  };
  const of = (...path: string[]) => text(path.reduce<unknown>(at, root));
  const phases = items(at(root, "phases")).map((one) => [
    text(at(one, "id")),
    words(at(one, "title")),
  ]);
  return {
    name: of("design"),
    title: words(at(root, "title")),
    phases: Object.fromEntries(phases) as DesignMap["phases"],
    proposal: of("proposal") === "true",
    loop: { from: of("loop", "from"), to: of("loop", "to") },
    quiet: of("quiet"),
    stages: items(at(root, "stages")).map((one) => stage(one, linesOf)),
  };
}

/** A text in a language; the other language's, or nothing, where there is none. */
export const inLanguage = (title: LocalWords, language: "en" | "fr"): string =>
  title.one ?? title[language] ?? title.en ?? title.fr ?? "";

export const titleOf = (one: { title: LocalWords }, name: string, language: "en" | "fr"): string =>
  inLanguage(one.title, language) || name;

/** The stage and the touchpoint in whose lines a mistake lies; null if it lies elsewhere. */
export function placeOfLine(
  map: DesignMap,
  line: number,
): { stage: number; touchpoint: number | null } | null {
  const holds = ({ lines }: { lines: Lines }) => lines.first <= line && line <= lines.last;
  const stage = map.stages.findIndex(holds);
  if (stage < 0) return null;
  const touchpoint = map.stages[stage]!.touchpoints.findIndex(holds);
  return { stage, touchpoint: touchpoint < 0 ? null : touchpoint };
}
