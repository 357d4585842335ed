import { expect, test } from "vitest";
import type { FlowNode, PathFlow } from "../api/shapes";
import { flowShapes } from "./path_flow";

const node = (touchpoint: string | null, journeys: number, more = {}): FlowNode => ({
  touchpoint,
  journeys,
  share: (journeys / 10) as FlowNode["share"],
  ended: 0,
  in_progress: 0,
  beyond: 0,
  ...more,
});

const flow: PathFlow = {
  columns: [
    [node(null, 10, { in_progress: 1 })],
    [node("a", 6, { ended: 2, beyond: 4 }), node(null, 3, { ended: 3 })],
  ],
  links: [
    { step: 0, from: 0, to: 0, journeys: 6 },
    { step: 0, from: 0, to: 1, journeys: 3 },
  ],
};
const request = { anchor: { at: "start" as const }, direction: "forward" as const };

test("each column holds those whom the one before sent on", () => {
  const { boxes, ribbons } = flowShapes(flow, request);
  const sum = (column: number) =>
    boxes.filter((box) => box.column === column).reduce((all, box) => all + box.journeys, 0);
  expect([sum(0), sum(1), sum(2)]).toEqual([10, 10, 9]);
  for (const box of boxes.filter((one) => one.column > 0)) {
    const into = ribbons.filter((ribbon) => ribbon.to === box);
    expect(into.reduce((all, ribbon) => all + ribbon.journeys, 0)).toBe(box.journeys);
  }
});

test("what has no name is what the others are not; who stops opens by state", () => {
  const { boxes, ribbons } = flowShapes(flow, request);
  const other = boxes.find((box) => box.kind === "other");
  expect(other?.set).toMatchObject({ of: "flow", step: 1, other_than: ["a"] });
  const ended = boxes.find((box) => box.kind === "ended");
  expect(ended?.journeys).toBe(5);
  expect(ended?.set).toMatchObject({ step: 1, other_than: [], state: "ended" });
  const link = ribbons.find((ribbon) => ribbon.to === other);
  expect(link?.set).toMatchObject({ step: 0, next: { other_than: ["a"] } });
});
