// A flow of paths as boxes in columns and ribbons between them; each opens its journeys.
//
//   Flow  ->  Box[] + Ribbon[]   tops and heights as parts of the root, gaps left aside
import type { FlowNode, JourneySet, PathFlow } from "../api/shapes";
import type { CellKind, PathRequest } from "./path_columns";

export interface Box {
  kind: CellKind;
  touchpoint: string | null;
  column: number;
  /** Place in its column, from the top. */
  place: number;
  /** Top and height as parts of the root, 0..1. */
  top: number;
  height: number;
  journeys: number;
  set: JourneySet;
}

export interface Ribbon {
  from: Box;
  to: Box;
  /** Where it leaves and arrives, as parts of the root from the top of its box. */
  out: number;
  in: number;
  height: number;
  journeys: number;
  set: JourneySet;
}

type Exit = "beyond" | "in_progress" | "ended";
const kExits: Exit[] = ["beyond", "in_progress", "ended"];

export function flowShapes(
  flow: PathFlow,
  paths: PathRequest,
): { boxes: Box[]; ribbons: Ribbon[] } {
  const whole = Math.max(1, flow.columns[0]?.[0]?.journeys ?? 0);
  const names = (step: number) =>
    (flow.columns[step] ?? []).flatMap((node) => (node.touchpoint === null ? [] : node.touchpoint));
  // The root is the whole; a node without a name elsewhere is what the others are not.
  const place = (node: FlowNode, step: number) =>
    step === 0
      ? {}
      : node.touchpoint === null
        ? { other_than: names(step) }
        : { touchpoint: node.touchpoint };
  const set = (step: number, more: object): JourneySet => ({ of: "flow", paths, step, ...more });

  const columns: Box[][] = [];
  const exits: Map<Exit, Box>[] = [];
  const put = (column: Box[], box: Omit<Box, "place" | "top" | "height">): Box => {
    const above = column.at(-1);
    const full = {
      ...box,
      place: column.length,
      top: above ? above.top + above.height : 0,
      height: box.journeys / whole,
    };
    column.push(full);
    return full;
  };
  flow.columns.forEach((nodes, step) => {
    const column: Box[] = [];
    for (const node of nodes) {
      const other = node.touchpoint === null && step > 0;
      put(column, {
        kind: other ? "other" : "touchpoint",
        touchpoint: node.touchpoint,
        column: step,
        journeys: node.journeys,
        set: set(step, place(node, step)),
      });
    }
    columns.push(column);
  });
  // Who stops at a step stands in the next column, below those who go on.
  flow.columns.forEach((nodes, step) => {
    const left = new Map<Exit, Box>();
    for (const exit of kExits) {
      const journeys = nodes.reduce((sum, node) => sum + node[exit], 0);
      if (journeys === 0) continue;
      const column = (columns[step + 1] ??= []);
      const all = step === 0 ? {} : { other_than: [] };
      left.set(
        exit,
        put(column, {
          kind: exit,
          touchpoint: null,
          column: step + 1,
          journeys,
          set: set(step, { ...all, state: exit }),
        }),
      );
    }
    exits.push(left);
  });

  const ribbons: Ribbon[] = [];
  const used = new Map<Box, { out: number; in: number }>();
  const at = (box: Box) => {
    const known = used.get(box) ?? { out: 0, in: 0 };
    used.set(box, known);
    return known;
  };
  const join = (from: Box, to: Box, journeys: number, joined: JourneySet) => {
    const height = journeys / whole;
    ribbons.push({ from, to, out: at(from).out, in: at(to).in, height, journeys, set: joined });
    at(from).out += height;
    at(to).in += height;
  };
  for (const link of flow.links) {
    const from = columns[link.step]?.[link.from];
    const to = columns[link.step + 1]?.[link.to];
    const source = flow.columns[link.step]?.[link.from];
    const target = flow.columns[link.step + 1]?.[link.to];
    if (!from || !to || !source || !target) continue;
    const next = place(target, link.step + 1);
    join(from, to, link.journeys, set(link.step, { ...place(source, link.step), next }));
  }
  flow.columns.forEach((nodes, step) => {
    nodes.forEach((node, n) => {
      for (const [exit, to] of exits[step] ?? []) {
        const from = columns[step]?.[n];
        if (!from || node[exit] === 0) continue;
        join(from, to, node[exit], set(step, { ...place(node, step), state: exit }));
      }
    });
  });
  return { boxes: columns.flat(), ribbons };
}
