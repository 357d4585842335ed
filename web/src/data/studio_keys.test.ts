import { describe, expect, it } from "vitest";
import { edited } from "./design_edit";
import { mapOf, type DesignMap } from "./design_map";
import { actionOf, dropped, nearest, type Action, type Place } from "./studio_keys";

const text = `design: a
stages:
  - id: one
    phase: before
    touchpoints: [a, b]
  - id: two
    phase: during
    contact: none
  - id: three
    phase: during
    touchpoints: [c, d, e]
`;
const read = (source: string) => mapOf(source) as DesignMap;
const map = read(text);
const plain = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
const key = (name: string, stage: number, touchpoint: number | null, alt = false) =>
  actionOf({ ...plain, key: name, altKey: alt }, map, { stage, touchpoint });
const made = (action: Action | null): string[] => {
  if (action?.do !== "change") return [];
  return read(action.edits.reduce(edited, text)).stages.map(
    (stage) => `${stage.id} ${stage.phase} ${stage.touchpoints.map((one) => one.name).join()}`,
  );
};
const at = (stage: number, touchpoint: number | null): Place => ({ stage, touchpoint });

describe("keys on the map", () => {
  it("moves between stages and touchpoints, and stays at the edges", () => {
    expect(key("ArrowRight", 0, 1)).toEqual({ do: "go", to: at(1, null) });
    expect(key("ArrowLeft", 2, 2)).toEqual({ do: "go", to: at(1, null) });
    expect(key("ArrowDown", 2, null)).toEqual({ do: "go", to: at(2, 0) });
    expect(key("ArrowUp", 2, 0)).toEqual({ do: "go", to: at(2, null) });
    expect(key("ArrowDown", 0, 1)).toBeNull();
    expect(key("ArrowLeft", 0, null)).toBeNull();
    expect(key("End", 0, 1)).toEqual({ do: "go", to: at(2, null) });
  });

  it("leaves keys with Control to the browser", () => {
    expect(actionOf({ ...plain, key: "s", ctrlKey: true }, map, at(0, null))).toBeNull();
  });

  it("shifts stages through the phases and touchpoints through the stages", () => {
    expect(made(key("ArrowRight", 0, null, true))).toEqual([
      "one during a,b",
      "two during ",
      "three during c,d,e",
    ]);
    expect(made(key("ArrowLeft", 2, null, true))[1]).toBe("three during c,d,e");
    expect(made(key("ArrowRight", 0, 0, true))).toEqual([
      "one before b",
      "two during a",
      "three during c,d,e",
    ]);
    expect(made(key("ArrowDown", 2, 0, true))[2]).toBe("three during d,c,e");
    expect(key("ArrowUp", 2, 0, true)).toBeNull();
    expect(key("ArrowUp", 2, null, true)).toBeNull();
  });

  it("removes, and goes where something is left", () => {
    expect(key("Delete", 2, 2)).toMatchObject({ what: "removed", to: at(2, 1) });
    expect(made(key("Delete", 1, null))).toEqual(["one before a,b", "three during c,d,e"]);
    const one = read("design: a\nstages:\n  - id: b\n    phase: during\n    touchpoints: [x]\n");
    const press = (place: Place) => actionOf({ ...plain, key: "Delete" }, one, place);
    expect(press(at(0, 0))).toMatchObject({ to: at(0, null) });
    expect(press(at(0, null))).toMatchObject({ to: null });
  });
});

describe("dropping on the map", () => {
  it("puts a stage where another stood, into its phase", () => {
    expect(made(dropped(map, at(2, null), at(0, null)))).toEqual([
      "three before c,d,e",
      "one before a,b",
      "two during ",
    ]);
    expect(dropped(map, at(1, null), at(1, null))).toBeNull();
  });
  it("puts a touchpoint before another, or last", () => {
    expect(made(dropped(map, at(0, 0), at(2, 1)))[2]).toBe("three during c,a,d,e");
    expect(made(dropped(map, at(2, 0), at(2, null)))[2]).toBe("three during d,e,c");
    expect(dropped(map, at(2, 2), at(2, null))).toBeNull();
  });
});

it("falls back to the nearest place that is left", () => {
  expect(nearest(map, at(7, 4))).toEqual(at(2, 2));
  expect(nearest(map, at(1, 0))).toEqual(at(1, null));
  expect(nearest(read("design: a\nstages: []\n"), at(0, null))).toBeNull();
});
