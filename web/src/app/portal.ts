// Lets a view put its facts and tools into the head of its page (Host).
import type { Attachment } from "svelte/attachments";

export const kFacts = "page-facts";
export const kTools = "page-tools";

export function into(id: string): Attachment<HTMLElement> {
  return (element) => {
    document.getElementById(id)?.append(element);
    return () => element.remove();
  };
}
