// Designs to begin with, one for each of six sectors; fetched only where one is chosen.
import { mapOf } from "../../data/design_map";
import type { LocalWords } from "../../data/design_map";

export const kTemplates = [
  "retail",
  "bank",
  "telecoms",
  "insurance",
  "hotel",
  "public-service",
] as const;
export type TemplateName = (typeof kTemplates)[number];

const texts = import.meta.glob<string>("./templates/*.yaml", { query: "?raw", import: "default" });

export const isTemplate = (name: string | null): name is TemplateName =>
  kTemplates.includes(name as TemplateName);

export const templateText = (name: TemplateName): Promise<string> =>
  texts[`./templates/${name}.yaml`]!();

export interface Template {
  name: TemplateName;
  title: LocalWords;
  stages: { id: string; title: LocalWords }[];
}

/** All of them, with what they hold. */
export const templates = (): Promise<Template[]> =>
  Promise.all(
    kTemplates.map(async (name) => {
      const map = mapOf(await templateText(name));
      if (!("stages" in map)) throw new Error(`the template ${name} is broken`);
      return { name, title: map.title, stages: map.stages };
    }),
  );
