// What is chosen on the map, and how parts of it are told apart in the page.
import { language, words } from "../../app/language.svelte";
import type { Edit } from "../../data/design_edit";
import {
  inLanguage,
  titleOf,
  type DesignMap,
  type MapStage,
  type MapTouchpoint,
  type PhaseName,
} from "../../data/design_map";
import type { Place } from "../../data/studio_keys";

/** What a name is asked for: a stage behind this one (-1: the first), or a touchpoint of it. */
export interface Adding {
  what: "stage" | "touchpoint";
  stage: number;
}

/** Makes edits as one step of the history; false if the text does not let itself be edited so. */
export type Change = (edits: Edit[]) => boolean;

export const keyOf = (place: Place): string =>
  place.touchpoint === null ? `${place.stage}` : `${place.stage}:${place.touchpoint}`;

export const stageTitle = (stage: MapStage): string => titleOf(stage, stage.id, language());
export const touchpointTitle = (one: MapTouchpoint): string => titleOf(one, one.name, language());

/** The title of a phase, or what it is usually called. */
export const phaseTitle = (map: DesignMap, phase: PhaseName): string =>
  inLanguage(map.phases[phase] ?? {}, language()) || words().studio.phases[phase];

/** What was typed as a figure, as text where it is none (the check says so), or nothing. */
export function numberOr(typed: string): string | number | null {
  if (typed === "") return null;
  const figure = Number(typed.replace(",", "."));
  return Number.isFinite(figure) ? figure : typed;
}
