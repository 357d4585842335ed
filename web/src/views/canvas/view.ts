// Canvas: one journey as designed, lived and felt, for one selection; over it, if asked, another.
import { ask } from "../../api/client";
import type { Canvas, Select, Summary } from "../../api/shapes";
import { register } from "../../app/context";
import { said } from "../../app/language.svelte";
import { learn } from "../../app/titles.svelte";
import { zone } from "../../app/zone.svelte";
import { otherSelect, readAgainst, sharedQuestion, type Against } from "../../data/compare";
import { readSet } from "../../data/selection";
import CanvasView from "./CanvasView.svelte";

/** What the canvas is laid over. */
export interface Other {
  against: Against;
  canvas: Canvas;
  /** Journeys that stand on both sides. */
  shared: number;
}

export interface CanvasData {
  canvas: Canvas;
  other: Other | null;
  summary: Summary;
  designs: { name: string; title: Canvas["design"]["title"] }[];
}

async function loadOther(
  against: Against,
  design: { design?: string },
  select: Select,
  signal: AbortSignal,
): Promise<Other> {
  const chosen = otherSelect(against, select, zone());
  const question = sharedQuestion(select, chosen);
  const [canvas, shared] = await Promise.all([
    ask("canvas", { ...design, select: chosen }, signal),
    question ? ask("journeys", question, signal) : null,
  ]);
  return { against, canvas, shared: shared?.count ?? 0 };
}

export const canvasView = register<CanvasData>({
  id: "canvas",
  path: /^\/canvas(?:\/([^/]+))?$/,
  nav: "canvas",
  title: (words, _, data) => (data ? said(data.canvas.design.title) : words.canvas.title),
  question: (words) => words.canvas.question,
  reads: ["compare"],
  async load({ parts, param, select }, signal) {
    const design = parts[0] ? { design: parts[0] } : {};
    const only = readSet(param("only"));
    const against = readAgainst(param("compare"), param("from"), param("to"), only);
    const [canvas, other, summary, overview] = await Promise.all([
      ask("canvas", { ...design, select }, signal),
      against ? loadOther(against, design, select, signal) : null,
      ask("summary", {}, signal),
      ask("overview", {}, signal),
    ]);
    learn(canvas);
    return { canvas, other, summary, designs: overview.designs };
  },
  draw: CanvasView,
  selects: true,
});
