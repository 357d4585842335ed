import { expect, test } from "vitest";
import { readFunnel, renamedFunnel, requestOf, setOfFunnel, writeFunnel } from "./funnel";

const from = (address: Record<string, string | null>) =>
  readFunnel((name) => address[name] ?? null);

test("a funnel reads as it was written", () => {
  for (const order of ["ordered", "strict", "any"] as const) {
    const asked = {
      steps: [
        { touchpoint: "a > b", within: "" },
        { touchpoint: "c", within: order === "any" ? "" : "2h" },
        { touchpoint: "c", within: "" },
      ],
      within: "30d",
      order,
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

test("a name is changed wherever it stands", () => {
  const asked = from({ steps: "a>b", excluding: "a,x", waits: ",1h" });
  expect(renamedFunnel(asked, "a", "z").steps[0]?.touchpoint).toBe("z");
  expect(renamedFunnel(asked, "a", null)).toMatchObject({
    steps: [{ touchpoint: "b", within: "1h" }],
    excluding: ["x"],
  });
});
