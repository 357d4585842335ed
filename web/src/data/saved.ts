// Saved questions: from what a screen asks to a document and back, and what an answer says in short.
//
//   question, parameters, selection, other group  ->  YAML
//   answer  ->  headline figures  ->  what changed since they were kept
import type { SavedFigure, SavedQuestion, Select } from "../api/shapes";
import { csv, type Cell } from "./csv";

/** What is saved; `figures` is what it said then. */
export interface Saving {
  title: string;
  note: string;
  question: string;
  parameters: object | null;
  select: Select | null;
  against: Select | null;
  address: string;
  figures: SavedFigure[] | null;
  removed?: boolean;
}

/** JSON is YAML: names in lines, what stands under them in one line each. */
export function writeSaved(saving: Saving): string {
  const lines: [string, unknown][] = [
    ["saved", saving.title],
    ["note", saving.note || null],
    ["question", saving.question],
    ["parameters", saving.parameters],
    ["select", saving.select && Object.keys(saving.select).length > 0 ? saving.select : null],
    ["against", saving.against],
    ["address", saving.address || null],
    ["figures", saving.figures],
    ["removed", saving.removed || null],
  ];
  return lines
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join("");
}

/** The name of the question of the API that answers a saved one, and what it is asked. */
export function askedBy(
  saved: Pick<SavedQuestion, "question" | "parameters" | "select" | "against">,
): {
  name: string;
  body: object;
} {
  const { question, parameters, against } = saved;
  const select = saved.select ? { select: saved.select } : {};
  if (!against) return { name: question, body: { ...parameters, ...select } };
  return { name: "compare", body: { question, parameters: parameters ?? {}, against, ...select } };
}

type Unit = "count" | "share" | "time_us";

/** Which members of an answer say most: a path of names and places, and what it is. */
const kHeadlines: Record<string, [path: string, unit: Unit][]> = {
  summary: [
    ["journeys", "count"],
    ["customers", "count"],
    ["events", "count"],
  ],
  transitions: [
    ["base.journeys", "count"],
    ["base.transitions", "count"],
  ],
  variants: [
    ["base.journeys", "count"],
    ["base.variants", "count"],
    ["variants.0.share", "share"],
  ],
  paths: [
    ["base.journeys", "count"],
    ["root.journeys", "count"],
  ],
  funnel: [
    ["steps.0.reached", "count"],
    ["steps.-1.reached", "count"],
    ["steps.-1.share", "share"],
  ],
  time_to_event: [
    ["base.started", "count"],
    ["quartiles.1.at_us", "time_us"],
  ],
  retention: [
    ["base.customers", "count"],
    ["ages.1.share", "share"],
  ],
  reentry: [
    ["base.customers", "count"],
    ["first.share", "share"],
  ],
  pattern: [
    ["base.journeys", "count"],
    ["matching", "count"],
    ["share", "share"],
  ],
  contact_drivers: [
    ["base.customers", "count"],
    ["base.associated", "count"],
  ],
  conformance: [
    ["base.journeys", "count"],
    ["base.deviating", "count"],
    ["fitness.share", "share"],
    ["fitness.average", "share"],
  ],
  promises: [
    ["base.journeys", "count"],
    ["promises.0.broken_share", "share"],
    ["rules.0.broken_share", "share"],
  ],
  compare: [
    ["a.journeys", "count"],
    ["b.journeys", "count"],
    ["tested", "count"],
    ["clear", "count"],
  ],
};

function memberAt(answer: unknown, path: string): unknown {
  let at = answer;
  for (const name of path.split(".")) {
    if (Array.isArray(at)) at = at.at(Number(name)) as unknown;
    else if (typeof at === "object" && at !== null) at = (at as Record<string, unknown>)[name];
    else return undefined;
  }
  return at;
}

export function headlinesOf(name: string, answer: unknown): SavedFigure[] {
  return (kHeadlines[name] ?? []).flatMap(([path, unit]) => {
    const value = memberAt(answer, path);
    return typeof value === "number" ? [{ name: path, value, unit }] : [];
  });
}

export interface ChangedFigure extends SavedFigure {
  /** What it was when it was kept; null if it was not. */
  before: number | null;
}

/** The figures of now, each with what it was. */
export function changesOf(now: SavedFigure[], before: SavedFigure[] | null): ChangedFigure[] {
  const then = new Map((before ?? []).map((one) => [one.name, one.value]));
  return now.map((one) => ({ ...one, before: then.get(one.name) ?? null }));
}

type Row = Record<string, Cell>;

/** An object's members in one line: those of objects within it by "outer.inner", lists of texts joined. */
function flat(value: object, prefix = ""): Row {
  const row: Row = {};
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    const key = prefix + name;
    if (Array.isArray(member)) {
      if (member.every((one) => typeof one === "number"))
        member.forEach((one, n) => (row[`${key}.${n}`] = one));
      else if (member.every((one) => typeof one === "string")) row[key] = member.join(" > ");
    } else if (typeof member === "object" && member !== null) {
      Object.assign(row, flat(member, `${key}.`));
    } else {
      row[key] = member as Cell;
    }
  }
  return row;
}

const isList = (value: unknown): value is object[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((one) => typeof one === "object" && one !== null && !Array.isArray(one));

/** The nodes of a path tree, parents before children, each with the way to it. */
function nodesOf(node: Record<string, unknown>, way: string[] = []): object[] {
  const { children, other, ...own } = node;
  void other;
  const here = typeof node.touchpoint === "string" ? [...way, node.touchpoint] : way;
  const below = (children as Record<string, unknown>[]).flatMap((child) => nodesOf(child, here));
  return [{ ...own, path: here.join(" > ") }, ...below];
}

/** The longest list of an answer as rows of a file; one row of its figures where it has none. */
export function answerCsv(answer: object): string {
  const tree = "root" in answer ? nodesOf(answer.root as Record<string, unknown>) : null;
  const lists = Object.values(answer).filter(isList);
  const longest = lists.sort((a, b) => b.length - a.length)[0];
  const rows = (tree ?? longest ?? [answer]).map((one) => flat(one));
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return csv(
    header,
    rows.map((row) => header.map((name) => row[name])),
  );
}
