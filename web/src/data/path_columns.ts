// A path tree as cells in columns: the cells of a column sum to the one they come from.
//
//   root Node  ->  Cell[]   with place and height as parts of the whole, and the set behind each
import type { JourneySet, PathNode } from "../api/shapes";

export type CellKind = "touchpoint" | "other" | "ended" | "in_progress" | "beyond";

export interface Cell {
  kind: CellKind;
  touchpoint: string | null;
  column: number;
  /** Top and height as parts of the root, 0..1. */
  top: number;
  height: number;
  journeys: number;
  set: JourneySet;
  prefix: string[];
}

export type PathRequest = Pick<
  Extract<JourneySet, { of: "path" }>,
  "anchor" | "direction" | "collapse" | "steps"
>;

export function pathCells(root: PathNode, request: PathRequest): Cell[] {
  const cells: Cell[] = [];
  const whole = Math.max(1, root.journeys);
  const set = (prefix: string[], more: object = {}): JourneySet => ({
    of: "path",
    ...request,
    prefix,
    ...more,
  });
  const place = (node: PathNode, column: number, top: number, prefix: string[]) => {
    const height = node.journeys / whole;
    cells.push({
      kind: "touchpoint",
      touchpoint: node.touchpoint,
      column,
      top,
      height,
      journeys: node.journeys,
      set: set(prefix),
      prefix,
    });
    let next = top;
    const rest = (kind: Exclude<CellKind, "touchpoint">, journeys: number, more: object) => {
      if (journeys === 0) return;
      const share = journeys / whole;
      const own = {
        kind,
        touchpoint: null,
        column: column + 1,
        top: next,
        height: share,
        journeys,
      };
      cells.push({ ...own, set: set(prefix, more), prefix });
      next += share;
    };
    for (const child of node.children) {
      place(child, column + 1, next, [...prefix, child.touchpoint ?? ""]);
      next += child.journeys / whole;
    }
    const shown = node.children.map((child) => child.touchpoint ?? "");
    rest("other", node.other.journeys, { state: "other", shown });
    rest("beyond", node.beyond, { state: "beyond" });
    rest("in_progress", node.in_progress, { state: "in_progress" });
    rest("ended", node.ended, { state: "ended" });
  };
  place(root, 0, 0, []);
  return cells;
}
