// What a key does on the map of a design.
//
//   key + map + place  ->  Action: go somewhere, make edits and go there, or ask for something
import type { Edit } from "./design_edit";
import { stepOf } from "./stage_order";
import type { DesignMap } from "./design_map";

/** A stage, or one of its touchpoints. */
export interface Place {
  stage: number;
  touchpoint: number | null;
}

export type Action =
  | { do: "go"; to: Place }
  | { do: "edit" }
  | { do: "journey" }
  | { do: "add_stage" }
  | { do: "add_touchpoint" }
  | { do: "change"; what: "moved" | "removed"; edits: Edit[]; to: Place | null };

export interface Pressed {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

const go = (stage: number, touchpoint: number | null): Action => ({
  do: "go",
  to: { stage, touchpoint },
});

/** The action of a key at a place; null if it has none, or nothing is to be done. */
export function actionOf(pressed: Pressed, map: DesignMap, place: Place): Action | null {
  if (pressed.ctrlKey || pressed.metaKey) return null;
  if (pressed.altKey) return shifted(pressed.key, map, place);
  const { stage, touchpoint } = place;
  const count = (n: number) => map.stages[n]!.touchpoints.length;
  const beside = (n: number): Action | null => {
    if (n < 0 || n >= map.stages.length) return null;
    if (touchpoint === null || count(n) === 0) return go(n, null);
    return go(n, Math.min(touchpoint, count(n) - 1));
  };
  switch (pressed.key) {
    case "ArrowLeft":
      return beside(stage - 1);
    case "ArrowRight":
      return beside(stage + 1);
    case "ArrowUp":
      return touchpoint === null ? null : go(stage, touchpoint === 0 ? null : touchpoint - 1);
    case "ArrowDown": {
      const next = touchpoint === null ? 0 : touchpoint + 1;
      return next < count(stage) ? go(stage, next) : null;
    }
    case "Home":
      return go(0, null);
    case "End":
      return go(map.stages.length - 1, null);
    case "Enter":
    case "F2":
      return { do: "edit" };
    case "n":
    case "N":
      return { do: "add_touchpoint" };
    case "s":
    case "S":
      return { do: "add_stage" };
    case "j":
    case "J":
      return { do: "journey" };
    case "Delete":
    case "Backspace":
      return removed(map, place);
    default:
      return null;
  }
}

export type Way = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

/** Moves a stage or a touchpoint by one; null at the edge. */
export function shifted(way: string, map: DesignMap, { stage, touchpoint }: Place): Action | null {
  const by = way === "ArrowLeft" || way === "ArrowUp" ? -1 : 1;
  const sideways = way === "ArrowLeft" || way === "ArrowRight";
  if (!sideways && way !== "ArrowUp" && way !== "ArrowDown") return null;
  if (touchpoint === null) {
    if (!sideways) return null;
    const phases = map.stages.map((one) => one.phase);
    const step = stepOf(phases, stage, by);
    if (!step) return null;
    return {
      do: "change",
      what: "moved",
      edits: [{ do: "move_stage", from: stage, ...step }],
      to: { stage: step.to, touchpoint: null },
    };
  }
  const toStage = sideways ? stage + by : stage;
  const target = map.stages[toStage];
  if (!target) return null;
  const to = sideways ? Math.min(touchpoint, target.touchpoints.length) : touchpoint + by;
  if (to < 0 || (!sideways && to >= target.touchpoints.length)) return null;
  return moveTouchpoint([stage, touchpoint], [toStage, to]);
}

export const moveTouchpoint = (from: [number, number], to: [number, number]): Action => ({
  do: "change",
  what: "moved",
  edits: [{ do: "move_touchpoint", from, to }],
  to: { stage: to[0], touchpoint: to[1] },
});

export function removed(map: DesignMap, { stage, touchpoint }: Place): Action {
  const left = map.stages[stage]!.touchpoints.length - 1;
  const to =
    touchpoint === null
      ? map.stages.length > 1
        ? { stage: Math.min(stage, map.stages.length - 2), touchpoint: null }
        : null
      : { stage, touchpoint: left > 0 ? Math.min(touchpoint, left - 1) : null };
  const path =
    touchpoint === null ? ["stages", stage] : ["stages", stage, "touchpoints", touchpoint];
  return { do: "change", what: "removed", edits: [{ do: "remove", path }], to };
}

/** What is dropped at a place: a stage before that one and into its phase, a touchpoint before that one. */
export function dropped(map: DesignMap, moved: Place, onto: Place): Action | null {
  if (moved.touchpoint !== null) {
    const end = map.stages[onto.stage]!.touchpoints.length;
    const same = moved.stage === onto.stage;
    const to = Math.min(onto.touchpoint ?? end, same ? end - 1 : end);
    if (same && to === moved.touchpoint) return null;
    return moveTouchpoint([moved.stage, moved.touchpoint], [onto.stage, to]);
  }
  if (moved.stage === onto.stage) return null;
  const { phase } = map.stages[onto.stage]!;
  return {
    do: "change",
    what: "moved",
    edits: [{ do: "move_stage", from: moved.stage, to: onto.stage, phase }],
    to: { stage: onto.stage, touchpoint: null },
  };
}

/** The place, or the nearest one that the map still has. */
export function nearest(map: DesignMap, place: Place | null): Place | null {
  if (!place || map.stages.length === 0) return null;
  const stage = Math.min(place.stage, map.stages.length - 1);
  const count = map.stages[stage]!.touchpoints.length;
  if (place.touchpoint === null || count === 0) return { stage, touchpoint: null };
  return { stage, touchpoint: Math.min(place.touchpoint, count - 1) };
}
