// Explore: the process that journeys were lived by.
import { answerOrRefusal, ask } from "../../api/client";
import type { Discovery, JourneySet, Title } from "../../api/shapes";
import { register, type Refusable } from "../../app/context";
import { learn } from "../../app/titles.svelte";
import DiscoveryView from "./DiscoveryView.svelte";

export interface DiscoveryData extends Refusable {
  /** Null while the question was refused. */
  answer: Discovery | null;
  asked: AskedDiscovery;
  /** Stages of the design, to mine inside one. */
  stages: { id: string; title: Title }[];
}

export interface AskedDiscovery {
  noise: number;
  stage?: string;
}

/** The journeys behind a number of the answer. */
export const discoverySet = (
  asked: AskedDiscovery,
  what: Extract<JourneySet, { of: "discovery" }>["what"],
  activity?: string,
): JourneySet => ({ of: "discovery", ...asked, what, ...(activity ? { activity } : {}) });

const share = (text: string | null): number => {
  const value = Number(text ?? 0);
  return value >= 0 && value <= 1 ? value : 0;
};

export const discoveryView = register<DiscoveryData>({
  id: "discovery",
  path: /^\/explore\/discovery$/,
  nav: "explore",
  title: (words) => words.discovery.tab,
  question: (words) => words.discovery.question,
  reads: ["noise", "stage"],
  async load({ select, param }, signal) {
    const stage = param("stage");
    const asked = { noise: share(param("noise")), ...(stage ? { stage } : {}) };
    const [canvas, { answer, refusal }] = await Promise.all([
      answerOrRefusal(ask("canvas", {}, signal)),
      answerOrRefusal(ask("discovery", { select, ...asked }, signal)),
    ]);
    if (canvas.answer) learn(canvas.answer);
    return { answer, refusal, asked, stages: canvas.answer?.stages ?? [] };
  },
  draw: DiscoveryView,
  selects: true,
});
