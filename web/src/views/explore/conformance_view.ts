// Explore: how journeys keep to the design.
import { answerOrRefusal, ask, Failure } from "../../api/client";
import type { Conformance, Overview } from "../../api/shapes";
import { register, type Refusable } from "../../app/context";
import { words } from "../../app/language.svelte";
import { learnStages } from "../../app/titles.svelte";
import { kConformanceParams, readAccepted, readAsked, type Asked } from "../../data/conformance";
import ConformanceView from "./ConformanceView.svelte";

/** What an answer describes at most, and unless more is asked for. */
export const kAllDeviations = 10_000;
export const kShownDeviations = 30;

export interface ConformanceData extends Refusable {
  /** Null while the question was refused. */
  answer: Conformance | null;
  /** What the question and its sets share. */
  asked: Asked;
  /** How many deviations are described. */
  limit: number;
  designs: Overview["designs"];
}

const unread = (): Failure =>
  new Failure(
    {
      code: "bad_query",
      message: words().conformance.unreadAccepted,
      where: null,
      hint: words().conformance.unreadAcceptedHint,
    },
    400,
  );

export const conformanceView = register<ConformanceData>({
  id: "conformance",
  path: /^\/explore\/conformance$/,
  nav: "explore",
  title: (words) => words.conformance.tab,
  question: (words) => words.conformance.question,
  reads: [...kConformanceParams, "limit"],
  async load({ select, param }, signal) {
    const accepted = readAccepted(param("accepted"));
    const asked = readAsked(param, accepted ?? []);
    const wanted = Number(param("limit"));
    const limit = Number.isInteger(wanted) && wanted > 0 ? wanted : kShownDeviations;
    const most = Math.min(limit, kAllDeviations);
    const [overview, { answer, refusal }] = await Promise.all([
      ask("overview", {}, signal),
      accepted === null
        ? { answer: null, refusal: unread() }
        : answerOrRefusal(ask("conformance", { select, ...asked, limit: most }, signal)),
    ]);
    if (answer) learnStages(answer.stages);
    return { answer, refusal, asked, limit: most, designs: overview.designs };
  },
  draw: ConformanceView,
  selects: true,
});
