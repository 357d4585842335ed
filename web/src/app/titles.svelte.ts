// Titles of stages and interactions, learnt from the canvas that was loaded last: a set in the address names ids.
import { ask } from "../api/client";
import type { Canvas, Title } from "../api/shapes";
import type { Titles } from "../data/describe_set";
import { said } from "./language.svelte";

let stages = $state.raw(new Map<string, Title>());
let interactions = $state.raw(new Map<string, Title>());

export function learn(canvas: Canvas): void {
  stages = new Map(canvas.stages.map((stage) => [stage.id, stage.title]));
  interactions = new Map(
    canvas.stages.flatMap((stage) =>
      (stage.felt.cx?.list ?? []).map((item) => [item.interaction, item.title] as const),
    ),
  );
}

/** Learns the titles of a design's stages from an answer that has no more of the canvas. */
export function learnStages(known: { id: string; title: Title }[]): void {
  stages = new Map(known.map((stage) => [stage.id, stage.title]));
}

/** Learns the titles of the kept design, unless a canvas has told them already. Without them, ids are shown. */
export async function learnOnce(): Promise<void> {
  if (stages.size > 0) return;
  await ask("canvas", {}).then(learn, () => {});
}

const named = (titles: Map<string, Title>, id: string): string => {
  const title = titles.get(id);
  return title ? said(title) : id;
};

export const titles: Titles = {
  stage: (id) => named(stages, id),
  interaction: (id) => named(interactions, id),
  touchpoint: (name) => name,
};
