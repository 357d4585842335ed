// One change to a design's text, made in its document tree: comments, order and what nobody touched stay.
//
//   text + Edit  ->  edited  ->  text
//
// The tree is written in the shape that the program writes; what was laid out otherwise is put back line by line.
import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
  type Document,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { LocalWords, PhaseName } from "./design_map";
import { merge } from "./merge";

export type Path = (string | number)[];
export type Value = string | number | boolean | string[];

export type Edit =
  /** A member, or none of that name. */
  | { do: "set"; path: Path; value: Value | null }
  /** A text in one language or in both. */
  | { do: "word"; path: Path; words: LocalWords }
  | { do: "remove"; path: Path }
  | { do: "add_need"; path: Path; text: string }
  | { do: "add_stage"; to: number; phase: PhaseName; title: string }
  | { do: "move_stage"; from: number; to: number; phase: PhaseName }
  | { do: "name_stage"; stage: number; id: string }
  | { do: "add_touchpoint"; stage: number; to: number; name: string }
  | { do: "move_touchpoint"; from: [number, number]; to: [number, number] };

const kShape = { lineWidth: 0, flowCollectionPadding: false } as const;

/** A change to a text; throws if the text has another shape than a design's there. */
export function edited(text: string, edit: Edit): string {
  if (text.includes("\r\n"))
    return edited(text.replaceAll("\r\n", "\n"), edit).replaceAll("\n", "\r\n");
  const document = parseDocument(text);
  if (document.errors.length > 0) throw document.errors[0]!;
  const before = document.toString(kShape);
  apply(document, edit);
  const after = document.toString(kShape);
  if (before === text || before === after) return before === after ? text : after;
  const both = merge(after, before, text, { mine: "", theirs: "" });
  return both.conflicts === 0 && sameContent(both.text, document) ? both.text : after;
}

function sameContent(text: string, document: Document): boolean {
  const read = parseDocument(text);
  if (read.errors.length > 0) return false;
  return JSON.stringify(read.toJS()) === JSON.stringify(document.toJS());
}

function apply(document: Document, edit: Edit): void {
  switch (edit.do) {
    case "set":
      return set(document, edit.path, edit.value);
    case "word":
      return word(document, edit.path, edit.words);
    case "remove":
      return remove(document, edit.path);
    case "add_need":
      return sequence(document, edit.path).add(document.createNode(edit.text));
    case "add_stage":
      return addStage(document, edit);
    case "move_stage":
      return moveStage(document, edit);
    case "name_stage":
      return nameStage(document, edit.stage, edit.id);
    case "add_touchpoint":
      return addTouchpoint(document, edit);
    case "move_touchpoint":
      return moveTouchpoint(document, edit.from, edit.to);
  }
}

/** A touchpoint that is only a name becomes a mapping once more is said of it. */
function opened(document: Document, path: Path): Path {
  if (path[2] !== "touchpoints" || path.length < 5) return path;
  const own = path.slice(0, 4);
  const node = document.getIn(own, true);
  if (isScalar(node)) {
    const map = inBraces(document, { touchpoint: node.value });
    map.comment = node.comment;
    map.commentBefore = node.commentBefore;
    document.setIn(own, map);
  }
  return path;
}

/** Mappings and lists that stand in one line, as the program writes them. */
function inBraces(document: Document, value: object): YAMLMap | YAMLSeq {
  const node = document.createNode(value) as YAMLMap | YAMLSeq;
  node.flow = true;
  return node;
}

/** Members that are written in one line. */
const kShort = ["loop", "target", "desired", "moment_of_truth"];

function set(document: Document, path: Path, value: Value | null): void {
  if (value === null) return remove(document, path);
  const [parent, key] = [opened(document, path).slice(0, -1), path[path.length - 1]!];
  const holder = parent.length === 0 ? document.contents : document.getIn(parent, true);
  if (parent.length > 0 && (holder === undefined || (isScalar(holder) && holder.value === null))) {
    const short = kShort.includes(String(parent[parent.length - 1]));
    const made = inBraces(document, {});
    made.flow = short;
    document.setIn(parent, made);
  }
  const old = document.getIn(path, true);
  if (isScalar(old) && !Array.isArray(value)) {
    // A figure as a figure, a text in the quotes it had.
    old.value = value;
    if (typeof value !== "string") delete old.type;
    delete old.source;
    delete old.format;
    delete old.minFractionDigits;
    return;
  }
  document.setIn([...parent, key], Array.isArray(value) ? inBraces(document, value) : value);
}

/** Removes a member or an item; what held only it goes as well. */
function remove(document: Document, path: Path): void {
  document.deleteIn(path);
  const parent = path.slice(0, -1);
  if (parent.length === 0 || typeof parent[parent.length - 1] === "number") return;
  if (parent.length === 1 && parent[0] === "stages") return;
  const holder = document.getIn(parent, true);
  if ((isMap(holder) || isSeq(holder)) && holder.items.length === 0) remove(document, parent);
}

function quoted(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

function word(document: Document, path: Path, words: LocalWords): void {
  const { one, en = "", fr = "" } = words;
  if ((one ?? en + fr) === "") return remove(document, path);
  if (one !== undefined || en === "" || fr === "" || en === fr)
    return setWhole(document, path, document.createNode(one ?? (en || fr)));
  const both = inBraces(document, {}) as YAMLMap;
  both.set("en", quoted(en));
  both.set("fr", quoted(fr));
  setWhole(document, path, both);
}

/** Puts a node where another stood, with its comments. */
function setWhole(document: Document, path: Path, node: Scalar | YAMLMap): void {
  const old = document.getIn(opened(document, path), true);
  if (isScalar(old) || isMap(old)) {
    node.comment = old.comment ?? null;
    node.commentBefore = old.commentBefore ?? null;
    node.spaceBefore = old.spaceBefore ?? false;
  }
  document.setIn(path, node);
  inOrder(document, path);
}

/** A title stands behind the name it titles. */
function inOrder(document: Document, path: Path): void {
  if (path[path.length - 1] !== "title") return;
  const holder = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(holder)) return;
  const named = (pair: Pair) => (isScalar(pair.key) ? pair.key.value : pair.key);
  const at = holder.items.findIndex((pair) => named(pair) === "title");
  if (at !== holder.items.length - 1) return;
  holder.items.splice(1, 0, ...holder.items.splice(at, 1));
}

function sequence(document: Document, path: Path): YAMLSeq {
  const old = document.getIn(path, true);
  if (isSeq(old)) {
    if (old.items.length === 0) old.flow = false;
    return old;
  }
  for (let length = 1; length < path.length; ++length) {
    const part = path.slice(0, length);
    const node = document.getIn(part, true);
    if (node === undefined || (isScalar(node) && node.value === null))
      document.setIn(part, document.createNode({}));
  }
  document.setIn(path, document.createNode([]));
  const made = document.getIn(path, true);
  if (!isSeq(made)) throw new Error(`no list at ${path.join(".")}`);
  return made;
}

const idOf = (node: unknown): string => (isMap(node) ? String(node.get("id") ?? "") : "");

/** An identifier for a title: small letters without accents, and none that is taken. */
export function freeId(title: string, taken: readonly string[], otherwise = "stage"): string {
  const plain = title.normalize("NFD").replace(/[\u0300-\u036f’']/g, "");
  const slug = plain
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replace(/^-+|-+$/g, "");
  const base = slug || otherwise;
  let id = base;
  for (let n = 2; taken.includes(id); ++n) id = `${base}-${n}`;
  return id;
}

function addStage(
  document: Document,
  { to, phase, title }: { to: number; phase: PhaseName; title: string },
): void {
  const stages = sequence(document, ["stages"]);
  const id = freeId(title, stages.items.map(idOf));
  stages.items.splice(to, 0, document.createNode({ id, title, phase }));
}

function moveStage(
  document: Document,
  { from, to, phase }: { from: number; to: number; phase: PhaseName },
): void {
  const stages = sequence(document, ["stages"]);
  const [moved] = stages.items.splice(from, 1);
  stages.items.splice(to, 0, moved);
  if (isMap(moved) && moved.get("phase") !== phase) set(document, ["stages", to, "phase"], phase);
}

/** Another identifier, wherever the design names the stage. */
function nameStage(document: Document, stage: number, id: string): void {
  const old = document.getIn(["stages", stage, "id"]);
  const follow = (path: Path) => {
    if (document.getIn(path) === old) set(document, path, id);
  };
  const length = (...path: Path) => {
    const node = document.getIn(path, true);
    return isSeq(node) ? node.items.length : 0;
  };
  follow(["loop", "from"]);
  follow(["loop", "to"]);
  for (let n = 0; n < length("stages"); ++n) {
    follow(["stages", n, "instead_of"]);
    if (isMap(document.getIn(["stages", n, "promise"], true)))
      follow(["stages", n, "promise", "from"]);
  }
  for (let n = 0; n < length("routes"); ++n)
    for (let k = 0; k < length("routes", n, "stages"); ++k) follow(["routes", n, "stages", k]);
  for (let n = 0; n < length("accepted"); ++n) follow(["accepted", n, "stage"]);
  for (let n = 0; n < length("rules"); ++n)
    for (const side of ["first", "then"])
      if (isMap(document.getIn(["rules", n, side], true))) follow(["rules", n, side, "stage"]);
  set(document, ["stages", stage, "id"], id);
}

function addTouchpoint(
  document: Document,
  { stage, to, name }: { stage: number; to: number; name: string },
): void {
  const list = sequence(document, ["stages", stage, "touchpoints"]);
  list.items.splice(to, 0, inBraces(document, { touchpoint: name }));
  document.deleteIn(["stages", stage, "contact"]);
}

function moveTouchpoint(
  document: Document,
  [stage, at]: [number, number],
  [toStage, to]: [number, number],
): void {
  const from = sequence(document, ["stages", stage, "touchpoints"]);
  const moved = from.items.splice(at, 1);
  sequence(document, ["stages", toStage, "touchpoints"]).items.splice(to, 0, ...moved);
  if (toStage !== stage) document.deleteIn(["stages", toStage, "contact"]);
  if (from.items.length === 0) document.deleteIn(["stages", stage, "touchpoints"]);
}
