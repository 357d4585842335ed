// Canvas: one journey as designed, lived and felt, for one selection; over it, if asked, another.
import { answerOrRefusal, ask } from "../../api/client";
import type { Canvas, Overview, Select, Summary } from "../../api/shapes";
import { register, type Refusable } from "../../app/context";
import { said } from "../../app/language.svelte";
import { learn } from "../../app/titles.svelte";
import { zone } from "../../app/zone.svelte";
import {
  otherSelect,
  readAgainst,
  sharedQuestion,
  type Against,
  type Incomparable,
} from "../../data/compare";
import { readSet } from "../../data/selection";
import CanvasScreen from "./CanvasScreen.svelte";

/** What the canvas is laid over. */
export interface Other {
  against: Against;
  canvas: Canvas;
  /** Journeys that stand on both sides. */
  shared: number;
}

export interface CanvasData extends Refusable {
  canvas: Canvas;
  other: Other | null;
  /** Why there is no other, though the address names one; `refusal` is what the server said of it. */
  unread: Incomparable | null;
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
): Promise<Pick<CanvasData, "other" | "refusal">> {
  const chosen = otherSelect(against, select, zone());
  const question = sharedQuestion(select, chosen);
  const { answer, refusal } = await answerOrRefusal(
    Promise.all([
      ask("canvas", { ...design, select: chosen }, signal),
      question ? ask("journeys", question, signal) : null,
    ]),
  );
  if (!answer) return { other: null, refusal };
  const [canvas, shared] = answer;
  return { other: { against, canvas, shared: shared?.count ?? 0 }, refusal: null };
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
    const read = readAgainst(param("compare"), param("from"), param("to"), only);
    const [against, unread] = read?.kind === "none" ? [null, read] : [read, null];
    const overview = await ask("overview", {}, signal);
    const { answer: canvas, refusal } = await answerOrRefusal(
      ask("canvas", { ...design, select }, signal),
    );
    if (refusal?.problem.code === "not_found" && name)
      return { refusal, designs: overview.designs };
    if (!canvas) throw refusal;
    const [compared, summary] = await Promise.all([
      against ? loadOther(against, design, select, signal) : { other: null, refusal: null },
      ask("summary", {}, signal),
    ]);
    learn(canvas);
    return { canvas, ...compared, unread, summary, designs: overview.designs };
  },
  draw: CanvasScreen,
  selects: true,
});
