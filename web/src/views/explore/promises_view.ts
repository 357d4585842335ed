// Explore: which journeys were given what the design promises.
import { answerOrRefusal, ask } from "../../api/client";
import type { Overview, Promises } from "../../api/shapes";
import { register, type Refusable } from "../../app/context";
import { learnOnce } from "../../app/titles.svelte";
import PromisesView from "./PromisesView.svelte";

export interface PromisesData extends Refusable {
  /** Null while the question was refused. */
  answer: Promises | null;
  /** The design that is asked for; null: the only one, or a proposal. */
  design: string | null;
  designs: Overview["designs"];
}

export const promisesView = register<PromisesData>({
  id: "promises",
  path: /^\/explore\/promises$/,
  nav: "explore",
  title: (words) => words.promises.tab,
  question: (words) => words.promises.question,
  reads: ["design"],
  async load({ select, param }, signal) {
    const design = param("design");
    const [overview, { answer, refusal }] = await Promise.all([
      ask("overview", {}, signal),
      answerOrRefusal(ask("promises", { select, ...(design ? { design } : {}) }, signal)),
    ]);
    void learnOnce();
    return { answer, refusal, design, designs: overview.designs };
  },
  draw: PromisesView,
  selects: true,
});
