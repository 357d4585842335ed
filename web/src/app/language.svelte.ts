// French or English: from the address, else as remembered, else as the browser prefers.
import type { Title } from "../api/shapes";
import { address } from "./address.svelte";
import { en } from "./words/en";
import { fr } from "./words/fr";
import type { Words } from "./words/en";

export type Language = "en" | "fr";

const kRemembered = "parcours.language";

const known = (text: string | null | undefined): Language | null =>
  text === "fr" || text === "en" ? text : null;

const fallback: Language =
  known(localStorage.getItem(kRemembered)) ??
  known(navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => known(tag))) ??
  "en";

export const language = (): Language => known(address.param("lang")) ?? fallback;

/** The dictionary of the language shown. */
export const words = (): Words => (language() === "fr" ? fr : en);

/** What joins a name and its value: French puts a space before it. */
export const colon = (): string => (language() === "fr" ? "\u00a0:" : ":");

/** The text of a title in the language shown. */
export const said = (title: Title): string => title[language()] || title.en || title.fr;

export function remember(chosen: Language): void {
  localStorage.setItem(kRemembered, chosen);
}
