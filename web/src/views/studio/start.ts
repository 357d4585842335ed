// What a new design begins with: nothing, the template of a sector, or what the data propose.
//
//   address (start=empty, start=hotel, propose=1)  ->  text
import { ask } from "../../api/client";
import type { Title } from "../../api/shapes";
import type { Context } from "../../app/context";
import { words } from "../../app/language.svelte";

export interface Start {
  text: string;
  notices: Title[];
}

export async function startOf({ param, select }: Context, signal: AbortSignal): Promise<Start> {
  const start = param("start");
  if (start === "empty")
    return { text: `design: ${words().studio.start.name}\nstages: []\n`, notices: [] };
  if (start !== null) {
    const { isTemplate, templateText } = await import("./templates");
    if (isTemplate(start)) return { text: await templateText(start), notices: [] };
  }
  return ask("proposal", { select }, signal);
}
