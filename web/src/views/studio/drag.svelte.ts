// Dragging on the map by mouse: what can be picked up, and what it can be dropped onto.
import type { Attachment } from "svelte/attachments";
import type { Place } from "../../data/studio_keys";

let moved: Place | null = null;

/** Lets a part of the map be picked up. */
export const dragged =
  (place: Place): Attachment<HTMLElement> =>
  (element) => {
    element.draggable = true;
    const start = (event: DragEvent) => {
      moved = place;
      event.stopPropagation();
      event.dataTransfer?.setData("text/plain", element.textContent?.trim() ?? "");
    };
    const end = () => (moved = null);
    element.addEventListener("dragstart", start);
    element.addEventListener("dragend", end);
    return () => {
      element.removeEventListener("dragstart", start);
      element.removeEventListener("dragend", end);
    };
  };

/** Lets what was picked up be dropped. */
export const target =
  (drop: (moved: Place) => void): Attachment<HTMLElement> =>
  (element) => {
    const over = (event: DragEvent) => {
      if (!moved) return;
      event.preventDefault();
      event.stopPropagation();
      element.dataset.over = "";
    };
    const leave = () => delete element.dataset.over;
    const dropped = (event: DragEvent) => {
      leave();
      if (!moved) return;
      event.preventDefault();
      event.stopPropagation();
      drop(moved);
      moved = null;
    };
    element.addEventListener("dragover", over);
    element.addEventListener("dragleave", leave);
    element.addEventListener("drop", dropped);
    return () => {
      element.removeEventListener("dragover", over);
      element.removeEventListener("dragleave", leave);
      element.removeEventListener("drop", dropped);
    };
  };
