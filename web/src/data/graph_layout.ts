// Places of a transition map, left to right: boxes, ways between them, and where their labels stand.
import dagre from "@dagrejs/dagre";
import type { Edge } from "../api/shapes";

export interface Box {
  name: string;
  x: number;
  y: number;
}

export interface Way {
  edge: Edge;
  path: string;
  x: number;
  y: number;
}

export const kBox = { width: 158, height: 42 };
const kLabel = { width: 64, height: 20 };

export interface Placed {
  boxes: Box[];
  ways: Way[];
  width: number;
  height: number;
}

/** Left to right or top to bottom, whichever fills a frame of this aspect (width / height) larger. */
export function graphLayout(names: string[], edges: Edge[], aspect: number): Placed {
  const zoom = (placed: Placed) => Math.min(aspect / placed.width, 1 / placed.height);
  const [across, down] = [place(names, edges, "LR"), place(names, edges, "TB")];
  return zoom(across) >= zoom(down) ? across : down;
}

function place(names: string[], edges: Edge[], rankdir: "LR" | "TB"): Placed {
  const graph = new dagre.graphlib.Graph();
  const ranksep = rankdir === "LR" ? 36 : 20;
  graph.setGraph({ rankdir, nodesep: 28, ranksep, edgesep: 16, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const name of names) graph.setNode(name, { ...kBox });
  for (const edge of edges) {
    // A heavy transition is drawn short and straight. One back to itself is drawn by hand.
    const weight = 1 + Math.round(Math.log2(1 + edge.occurrences));
    if (edge.from !== edge.to)
      graph.setEdge(edge.from, edge.to, { ...kLabel, labelpos: "c", weight });
  }
  dagre.layout(graph);
  const boxes = names.map((name) => {
    const { x, y } = graph.node(name) as { x: number; y: number };
    return { name, x: x - kBox.width / 2, y: y - kBox.height / 2 };
  });
  const ways = edges.map((edge): Way => {
    if (edge.from === edge.to) return loop(edge, graph.node(edge.from) as { x: number; y: number });
    const drawn = graph.edge(edge.from, edge.to) as {
      points: { x: number; y: number }[];
      x?: number;
      y?: number;
    };
    const middle = drawn.points[Math.floor(drawn.points.length / 2)] ?? { x: 0, y: 0 };
    return { edge, path: smooth(drawn.points), x: drawn.x ?? middle.x, y: drawn.y ?? middle.y };
  });
  const { width = 1, height = 1 } = graph.graph() as { width?: number; height?: number };
  return { boxes, ways, width, height };
}

/** Out of the right side of a box and back into it. */
function loop(edge: Edge, at: { x: number; y: number }): Way {
  const x = at.x + kBox.width / 2;
  const path = `M${x} ${at.y - 9}C${x + 34} ${at.y - 22} ${x + 34} ${at.y + 22} ${x} ${at.y + 9}`;
  return { edge, path, x: x + 26, y: at.y };
}

/** A line through the middles of the given corners, bent at the corners. */
function smooth(points: { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first.x} ${first.y}`;
  rest.forEach((point, n) => {
    const next = rest[n + 1];
    if (!next) path += `L${point.x} ${point.y}`;
    else path += `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
  });
  return path;
}
