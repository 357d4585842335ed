// Which version of a design a picture or a page shows.
import type { StoredDocument } from "../../api/shapes";
import { words } from "../../app/language.svelte";

export function studioNote(document: StoredDocument | null, changed: boolean): string {
  const say = words().studio;
  if (!document) return say.notKept;
  const kept = say.version(document.name, document.version);
  return changed ? `${kept}, ${say.changed}` : kept;
}
