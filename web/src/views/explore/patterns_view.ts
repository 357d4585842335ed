// Explore: which journeys hold a pattern.
import { answerOrRefusal, ask } from "../../api/client";
import type { PatternAnswer, Summary } from "../../api/shapes";
import { register, type Refusable } from "../../app/context";
import { stepOf } from "../../data/patterns";
import PatternsView from "./PatternsView.svelte";

export interface PatternsData extends Refusable {
  /** Null while there is no pattern, or the question was refused. */
  answer: PatternAnswer | null;
  pattern: string;
  summary: Summary;
  /** A pattern worth trying. */
  usual: string | null;
}

export const patternsView = register<PatternsData>({
  id: "patterns",
  path: /^\/explore\/patterns$/,
  nav: "explore",
  title: (words) => words.patterns.tab,
  question: (words) => words.patterns.question,
  reads: ["pattern"],
  async load({ select, param }, signal) {
    const pattern = param("pattern") ?? "";
    const [summary, variants] = await Promise.all([
      ask("summary", {}, signal),
      ask("variants", { mode: "collapsed", limit: 20 }, signal),
    ]);
    const { answer, refusal } =
      pattern.trim() === ""
        ? { answer: null, refusal: null }
        : await answerOrRefusal(ask("pattern", { select, pattern }, signal));
    const steps = variants.variants.find((one) => one.touchpoints.length >= 2)?.touchpoints ?? [];
    const [first, last] = [steps[0], steps.at(-1)];
    const usual = first && last ? `${stepOf(first)} -> ${stepOf(last)} within 30d` : null;
    return { answer, refusal, pattern, summary, usual };
  },
  draw: PatternsView,
  selects: true,
});
