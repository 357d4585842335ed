// Laws of changes on the map, over random changes: what comes out is a design, in order, with its comments.
import { expect, it } from "vitest";
import demonstration from "../../../src/simulate/documents/journey.yaml?raw";
import { edited, type Edit } from "./design_edit";
import { placeInPhase, rankOf, stepOf } from "./stage_order";
import { kPhases, mapOf, type DesignMap } from "./design_map";

/** The same content, laid out by hand. */
const byHand = demonstration
  .replace(/channels: \[(\w+), /g, "channels: [ $1 , ")
  .replace("    touchpoints:\n", "    # before\n    touchpoints: # beside\n\n")
  .replace(/^ {6}/gm, "          ")
  .replace("stages:", "stages:\n\n");

/** Numbers below a bound, the same for the same seed. */
function dice(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * bound);
  };
}

function anyEdit(map: DesignMap, roll: (bound: number) => number): Edit | null {
  const stage = roll(map.stages.length);
  const phases = map.stages.map((one) => one.phase);
  const count = map.stages[stage]!.touchpoints.length;
  const touchpoint = roll(Math.max(1, count));
  const path = (...rest: string[]) => ["stages", stage, ...rest];
  switch (roll(10)) {
    case 0:
      return { do: "add_stage", to: stage + 1, phase: phases[stage]!, title: `New: ${roll(9)}` };
    case 1: {
      const step = stepOf(phases, stage, roll(2) === 0 ? 1 : -1);
      return step && { do: "move_stage", from: stage, ...step };
    }
    case 2: {
      const phase = kPhases[roll(3)]!;
      return { do: "move_stage", from: stage, to: placeInPhase(phases, stage, phase), phase };
    }
    case 3:
      return { do: "add_touchpoint", stage, to: roll(count + 1), name: `new.${roll(99)}` };
    case 4: {
      const to = roll(map.stages.length);
      const room = map.stages[to]!.touchpoints.length + (to === stage ? 0 : 1);
      if (count === 0) return null;
      return { do: "move_touchpoint", from: [stage, touchpoint], to: [to, roll(room)] };
    }
    case 5: {
      const channels = ["stages", stage, "touchpoints", touchpoint, "channels"];
      return count === 0 ? null : { do: "set", path: channels, value: ["web", "é: à"] };
    }
    case 6:
      return { do: "word", path: path("title"), words: { en: "A # b: c", fr: "C’est « ça »" } };
    case 7:
      return { do: "add_need", path: path("needs", "explicit"), text: "- one: more" };
    case 8:
      return { do: "name_stage", stage, id: `id-${roll(999)}` };
    default:
      return { do: "set", path: path("promise", "within"), value: "3h" };
  }
}

const comments = (text: string) => text.match(/# .*$/gm)!.sort();

it.each([
  ["as the program writes it", demonstration],
  ["laid out by hand", byHand],
])("random changes of a design %s leave a design", { timeout: 60_000 }, (_, start) => {
  for (let seed = 1; seed <= 3; ++seed) {
    const roll = dice(seed);
    let text = start;
    for (let n = 0; n < 12; ++n) {
      const edit = anyEdit(mapOf(text) as DesignMap, roll);
      if (!edit) continue;
      const after = edited(text, edit);
      const map = mapOf(after) as DesignMap;
      const told = `seed ${seed}, ${JSON.stringify(edit)}`;
      expect(map.stages, told).toBeDefined();
      const ranks = map.stages.map((stage) => rankOf(stage.phase));
      expect(ranks, told).toEqual([...ranks].sort());
      for (const comment of comments(text)) expect(comments(after), told).toContain(comment);
      text = after;
    }
  }
});
