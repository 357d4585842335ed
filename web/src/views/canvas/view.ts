// Canvas: one journey as designed, lived and felt, for one selection; beside it, if asked, the period before.
import { ask } from "../../api/client";
import type { Canvas } from "../../api/shapes";
import { register } from "../../app/context";
import { said } from "../../app/language.svelte";
import { learn } from "../../app/titles.svelte";
import { periodBefore } from "../../data/selection";
import CanvasView from "./CanvasView.svelte";

export interface CanvasData {
  canvas: Canvas;
  before: Canvas | null;
  designs: { name: string; title: Canvas["design"]["title"] }[];
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
    const earlier = param("compare") ? periodBefore(select.from ?? null, select.to ?? null) : null;
    const [canvas, before, overview] = await Promise.all([
      ask("canvas", { ...design, select }, signal),
      earlier ? ask("canvas", { ...design, select: { ...select, ...earlier } }, signal) : null,
      ask("overview", {}, signal),
    ]);
    learn(canvas);
    return { canvas, before, designs: overview.designs };
  },
  draw: CanvasView,
  selects: true,
});
