// Canvas: one journey as designed, lived and felt, for one selection; over it, if asked, another.
import { answerOrRefusal, ask } from "../../api/client";
import type { Canvas, Overview, Select, Summary } from "../../api/shapes";
import { register, type Refusable } from "../../app/context";
import { said } from "../../app/language.svelte";
import { learn } from "../../app/titles.svelte";
import { zone } from "../../app/zone.svelte";
import { otherSelect, readAgainst, sharedQuestion, type Against } from "../../data/compare";
import { readSet } from "../../data/selection";
import CanvasScreen from "./CanvasScreen.svelte";

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

/** The address names a design that is not kept. */
export interface NoDesign extends Refusable {
  designs: Overview["designs"];
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

export const canvasView = register<CanvasData | NoDesign>({
  id: "canvas",
  path: /^\/canvas(?:\/([^/]+))?$/,
  nav: "canvas",
  title: (words, _, data) =>
    data && "canvas" in data ? said(data.canvas.design.title) : words.canvas.title,
  question: (words) => words.canvas.question,
  reads: ["compare", "design"],
  async load({ parts, param, select }, signal) {
    const name = parts[0] || param("design");
    const design = name ? { design: name } : {};
    const only = readSet(param("only"));
    const against = readAgainst(param("compare"), param("from"), param("to"), only);
    const overview = await ask("overview", {}, signal);
    const { answer: canvas, refusal } = await answerOrRefusal(
      ask("canvas", { ...design, select }, signal),
    );
    if (refusal?.problem.code === "not_found" && name)
      return { refusal, designs: overview.designs };
    if (!canvas) throw refusal;
    const [other, summary] = await Promise.all([
      against ? loadOther(against, design, select, signal) : null,
      ask("summary", {}, signal),
    ]);
    learn(canvas);
    return { canvas, other, summary, designs: overview.designs };
  },
  draw: CanvasScreen,
  selects: true,
});
