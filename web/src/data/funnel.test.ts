import { expect, test } from "vitest";
import {
  namesOfFunnel,
  plainStep,
  readFunnel,
  renamedFunnel,
  requestOf,
  setOfFunnel,
  writeFunnel,
} from "./funnel";

const from = (address: Record<string, string | null>) =>
  readFunnel((name) => address[name] ?? null);

test("a funnel reads as it was written", () => {
  for (const order of ["ordered", "strict", "any"] as const) {
    const asked = {
      steps: [
        plainStep("a > b"),
        { ...plainStep("c"), within: order === "any" ? "" : "2h", optional: order !== "any" },
        { ...plainStep("c -> d"), pattern: order !== "any" },
      ],
      within: "30d",
      order,
      counted: order === "any" ? ("journeys" as const) : ("attempts" as const),
      excluding: ["x", "y, z"],
      ignoring: order === "strict" ? ["w"] : [],
    };
    expect(from(writeFunnel(asked))).toEqual(asked);
  }
});

test("an address with steps alone is a plain funnel", () => {
  const asked = from({ steps: "a>b" });
  expect(requestOf(asked)).toEqual({
    steps: ["a", "b"],
    within: null,
    order: "ordered",
    excluding: [],
  });
  expect(setOfFunnel(asked, null, 2, "dropped")).toEqual({
    of: "funnel",
    steps: ["a", "b"],
    within_us: null,
    step: 2,
    state: "dropped",
  });
});

test("waits stand with their step, and not where there is no order", () => {
  const address = { steps: "a>b>c", waits: "9d,,2h", ignoring: "x" };
  expect(requestOf(from(address)).steps).toEqual(["a", "b", { touchpoint: "c", within: "2h" }]);
  expect(requestOf(from({ ...address, sequence: "any" })).steps).toEqual(["a", "b", "c"]);
  expect(from(address).ignoring).toEqual([]);
});

test("steps say that they may be left out or are patterns, and what is counted", () => {
  const asked = from({ steps: 'a>"b -> c">d', marks: ",p,o", counted: "anywhere" });
  expect(requestOf(asked)).toMatchObject({
    steps: ["a", { pattern: "b -> c" }, { touchpoint: "d", optional: true }],
    entry: "any",
  });
  expect(setOfFunnel(asked, null, 1, "reached")).toMatchObject({ entry: "any" });
  expect(namesOfFunnel(asked)).toEqual(["a", "d"]);
  expect(renamedFunnel(asked, "b -> c", null).steps.length).toBe(3);
});

test("a name is changed wherever it stands", () => {
  const asked = from({ steps: "a>b", excluding: "a,x", waits: ",1h" });
  expect(renamedFunnel(asked, "a", "z").steps[0]?.touchpoint).toBe("z");
  expect(renamedFunnel(asked, "a", null)).toMatchObject({
    steps: [{ touchpoint: "b", within: "1h" }],
    excluding: ["x"],
  });
});
