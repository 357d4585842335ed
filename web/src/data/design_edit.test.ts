import { describe, expect, it } from "vitest";
import demonstration from "../../../src/simulate/documents/journey.yaml?raw";
import { edited, freeId, type Edit } from "./design_edit";
import { placeInPhase, stepOf } from "./stage_order";
import { mapOf, placeOfLine, type DesignMap, type PhaseName } from "./design_map";
import { begin, changedTo, redone, undone } from "./edit_history";

const read = (text: string): DesignMap => {
  const map = mapOf(text);
  if (!("stages" in map)) throw new Error(`broken at line ${map.line}`);
  return map;
};
/** Lines that a change took away and brought. */
function difference(before: string, after: string): { gone: string[]; come: string[] } {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const left = [...b];
  const gone = a.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { gone, come: left };
}

describe("what a design's text holds", () => {
  it("reads the demonstration", () => {
    const map = read(demonstration);
    expect(map.stages.map((stage) => stage.id)).toEqual([
      "discover",
      "compare",
      "order",
      "deliver",
      "install",
      "use",
      "help",
      "renew",
    ]);
    const deliver = map.stages[3]!;
    expect(deliver.importance).toBe("0.9");
    expect(deliver.promise).toMatchObject({ within: "48h", from: "order", since: "order.placed" });
    expect(deliver.touchpoints[1]).toMatchObject({ channels: ["delivery"], role: "push" });
    expect(map.stages[1]!.touchpoints[4]!.channels).toEqual([]);
    expect(map.stages[5]!.contact).toBe(false);
    expect(map.loop).toEqual({ from: "renew", to: "compare" });
  });

  it("finds the stage and the touchpoint of a line", () => {
    const map = read(demonstration);
    const lines = demonstration.split("\n");
    const line = (part: string) => lines.findIndex((one) => one.includes(part)) + 1;
    expect(placeOfLine(map, line("touchpoint: portal.search"))).toEqual({
      stage: 1,
      touchpoint: 0,
    });
    expect(placeOfLine(map, line("id: deliver"))).toEqual({ stage: 3, touchpoint: null });
    expect(placeOfLine(map, line("within: 7d"))).toEqual({ stage: 4, touchpoint: null });
    expect(placeOfLine(map, line("quiet: 30d"))).toBeNull();
  });

  it("says where a text is no YAML, and reads an empty one", () => {
    expect(mapOf("design: x\nstages: [\n")).toMatchObject({ line: expect.any(Number) });
    expect(read("").stages).toEqual([]);
    expect(read("design: a\nstages: []\n").stages).toEqual([]);
    expect(mapOf("only words")).toEqual({ line: 1 });
    expect(mapOf("#".repeat(600_000))).toEqual({ line: 0 });
  });
});

describe("a change to a design's text", () => {
  it("touches its own lines only, whatever the layout", () => {
    const odd = demonstration
      .replace("channels: [web, app], role: pull", "channels: [ web,app ],   role: pull")
      .replace("\nstages:", "\n\n\n# here\n\nstages:");
    for (const text of [demonstration, odd]) {
      const after = edited(text, {
        do: "set",
        path: ["stages", 3, "promise", "within"],
        value: "72h",
      });
      expect(difference(text, after)).toEqual({
        gone: ["      within: 48h"],
        come: ["      within: 72h"],
      });
    }
  });

  it("keeps the ends of lines that the text has", () => {
    const text = demonstration.replaceAll("\n", "\r\n");
    const after = edited(text, { do: "set", path: ["stages", 3, "phase"], value: "after" });
    expect(difference(text, after).come).toEqual(["    phase: after\r"]);
  });

  it("keeps comments with the stage that moves", () => {
    const after = edited(demonstration, { do: "move_stage", from: 6, to: 7, phase: "after" });
    expect(
      read(after)
        .stages.map((stage) => stage.id)
        .slice(5),
    ).toEqual(["use", "renew", "help"]);
    expect(after).toContain("# The telephone is there for those who need it");
    expect(difference(demonstration, after)).toEqual({ gone: [], come: [] });
  });

  it("makes a text for both languages one in each, and back", () => {
    const text = "design: a\nstages:\n  - id: b\n    phase: during\n    touchpoints: [x.y]\n";
    const path = ["stages", 0, "title"];
    const one = edited(text, { do: "word", path, words: { one: "Order" } });
    expect(one).toContain("  - id: b\n    title: Order\n    phase: during\n");
    const both = edited(one, { do: "word", path, words: { en: "Order", fr: "Commander" } });
    expect(both).toContain('    title: {en: "Order", fr: "Commander"}\n');
    expect(edited(both, { do: "word", path, words: { en: "Order", fr: "" } })).toBe(one);
    expect(edited(one, { do: "word", path, words: { one: "" } })).toBe(text);
  });

  it("opens a touchpoint that is only a name", () => {
    const text =
      "design: a\nstages:\n  - id: b\n    phase: during\n    touchpoints:\n      - x.y # z\n";
    const after = edited(text, {
      do: "set",
      path: ["stages", 0, "touchpoints", 0, "channels"],
      value: ["web", "app"],
    });
    expect(after).toContain("- {touchpoint: x.y, channels: [web, app]} # z");
    const none = edited(after, {
      do: "set",
      path: ["stages", 0, "touchpoints", 0, "channels"],
      value: [],
    });
    expect(read(none).stages[0]!.touchpoints[0]!.channels).toEqual([]);
  });

  it("builds a design from an empty map", () => {
    const edits: Edit[] = [
      { do: "add_stage", to: 0, phase: "before", title: "Découvrir l’offre" },
      { do: "add_touchpoint", stage: 0, to: 0, name: "site.visit" },
      { do: "add_stage", to: 1, phase: "during", title: "Commander" },
      { do: "add_touchpoint", stage: 1, to: 0, name: "order.placed" },
      { do: "set", path: ["stages", 1, "promise", "within"], value: "2h" },
      { do: "set", path: ["stages", 1, "target", "reach"], value: 0.5 },
      { do: "set", path: ["stages", 1, "moment_of_truth", "importance"], value: 1 },
      { do: "add_need", path: ["stages", 1, "needs", "explicit"], text: "Payer: sans souci" },
      { do: "set", path: ["loop", "from"], value: "commander" },
      { do: "set", path: ["loop", "to"], value: "decouvrir-loffre" },
    ];
    const after = edits.reduce(edited, "design: neuf\nstages: []\n");
    expect(after).toBe(
      [
        "design: neuf",
        "stages:",
        "  - id: decouvrir-loffre",
        "    title: Découvrir l’offre",
        "    phase: before",
        "    touchpoints:",
        "      - {touchpoint: site.visit}",
        "  - id: commander",
        "    title: Commander",
        "    phase: during",
        "    touchpoints:",
        "      - {touchpoint: order.placed}",
        "    promise:",
        "      within: 2h",
        "    target: {reach: 0.5}",
        "    moment_of_truth: {importance: 1}",
        "    needs:",
        "      explicit:",
        '        - "Payer: sans souci"',
        "loop: {from: commander, to: decouvrir-loffre}",
        "",
      ].join("\n"),
    );
  });

  it("takes away what held only what is removed", () => {
    const after = edited(demonstration, {
      do: "remove",
      path: ["stages", 5, "needs", "implicit", 0],
    });
    expect(read(after).stages[5]!.needs).toEqual({ explicit: [], implicit: [] });
    expect(difference(demonstration, after).gone.join("\n")).toMatch(/implicit:/);
    expect(difference(demonstration, after).come).toEqual([]);
    expect(difference(demonstration, after).gone).toHaveLength(3);
    const bare = edited("design: a\nstages:\n  - id: b\n", { do: "remove", path: ["stages", 0] });
    expect(read(bare).stages).toEqual([]);
    expect(bare).toContain("stages:");
  });

  it("moves a touchpoint to a stage that had no contact", () => {
    const after = edited(demonstration, { do: "move_touchpoint", from: [4, 2], to: [5, 0] });
    const { stages } = read(after);
    expect(stages[4]!.touchpoints).toHaveLength(2);
    expect(stages[5]).toMatchObject({
      contact: true,
      touchpoints: [{ name: "installation.failed" }],
    });
  });

  it("gives a stage another name wherever it is named", () => {
    const rules = `${demonstration}  - {id: late, kind: follows, first: {stage: order}, then: {stage: deliver}}\n`;
    const after = edited(rules, { do: "name_stage", stage: 2, id: "buy" });
    expect(after.match(/\border\b(?!\.)/g)).toEqual(rules.match(/\border\b(?!\.)/g)!.slice(3));
    const { stages } = read(after);
    expect(stages[2]!.id).toBe("buy");
    expect(stages[3]!.promise!.from).toBe("buy");
    expect(after).toContain("first: {stage: buy}");

    const ways = `${demonstration.replace("    optional: true\n", "    instead_of: order\n")}
routes:
  - {id: short, stages: [order, deliver]}
`;
    const renamed = edited(ways, { do: "name_stage", stage: 2, id: "buy" });
    expect(renamed).toContain("    instead_of: buy\n");
    expect(renamed).toContain("stages: [buy, deliver]");
  });
});

describe("order of stages", () => {
  const phases: PhaseName[] = ["before", "before", "after"];
  it("goes into the next phase first, then past the neighbour", () => {
    expect(stepOf(phases, 0, 1)).toEqual({ to: 1, phase: "before" });
    expect(stepOf(phases, 1, 1)).toEqual({ to: 1, phase: "during" });
    expect(stepOf(["before", "during", "after"], 1, 1)).toEqual({ to: 1, phase: "after" });
    expect(stepOf(phases, 0, -1)).toBeNull();
    expect(stepOf(phases, 2, 1)).toBeNull();
  });
  it("keeps the phases together", () => {
    expect(placeInPhase(phases, 0, "during")).toBe(1);
    expect(placeInPhase(phases, 0, "after")).toBe(1);
    expect(placeInPhase(phases, 2, "before")).toBe(2);
    expect(placeInPhase(phases, 2, "during")).toBe(2);
    expect(placeInPhase(["before", "during", "after", "after"], 3, "during")).toBe(2);
  });
  it("finds a free identifier", () => {
    expect(freeId("Après l’achat", [])).toBe("apres-lachat");
    expect(freeId("Use", ["use", "use-2"])).toBe("use-3");
    expect(freeId("日本", [])).toBe("stage");
  });
});

describe("undo and redo", () => {
  it("goes back and forth, and forgets what a new change replaces", () => {
    let history = changedTo(changedTo(begin("a"), "b"), "c");
    history = undone(history);
    expect(history.present).toBe("b");
    expect(redone(history).present).toBe("c");
    expect(undone(undone(history)).present).toBe("a");
    expect(redone(changedTo(history, "d")).present).toBe("d");
    expect(changedTo(history, "b")).toBe(history);
  });
});
