import { describe, expect, it } from "vitest";
import type { Problem } from "../api/shapes";
import { describeSet } from "./describe_set";
import { mistakeIn, stepOf } from "./patterns";
import { readSet, writeSet } from "./selection";
import { en } from "../app/words/en";
import { fr } from "../app/words/fr";

const problem = (line: number, column: number, length: number): Problem => ({
  code: "bad_query",
  message: "",
  where: { source: "query /pattern", line, column, length },
  hint: "",
});

describe("a mistake in a pattern", () => {
  it("is marked where it stands", () => {
    expect(mistakeIn("a -> pya", problem(1, 6, 3))).toEqual({
      before: "a -> ",
      at: "pya",
      after: "",
    });
    expect(mistakeIn("a -> ", problem(1, 6, 0))).toEqual({ before: "a -> ", at: "", after: "" });
    expect(mistakeIn("a ->\nb c) d", problem(2, 4, 1))).toEqual({
      before: "a ->\nb c",
      at: ")",
      after: " d",
    });
  });
  it("is found behind letters of several bytes", () => {
    expect(mistakeIn("réglé -> x", problem(1, 12, 1))).toEqual({
      before: "réglé -> ",
      at: "x",
      after: "",
    });
  });
  it("is not looked for in other problems", () => {
    const other = {
      ...problem(1, 1, 1),
      where: { ...problem(1, 1, 1).where!, source: "query /select" },
    };
    expect(mistakeIn("a", other)).toBeNull();
    expect(mistakeIn("a", { ...other, where: null })).toBeNull();
  });
});

describe("a name in a pattern", () => {
  it("stands in quotes only where it must", () => {
    expect(stepOf("check ticket")).toBe("check ticket");
    expect(stepOf("phone.call")).toBe("phone.call");
    expect(stepOf('say "yes" -> no')).toBe('"say ""yes"" -> no"');
    expect(stepOf("paid within reach")).toBe('"paid within reach"');
    expect(stepOf("stars*")).toBe('"stars*"');
  });
});

describe("a set of a pattern", () => {
  it("is read back from an address and said in both languages", () => {
    const set = { of: "pattern", pattern: "a -> !b -> $", state: "in_progress" } as const;
    expect(readSet(writeSet(set))).toEqual(set);
    expect(readSet('{"of":"pattern"}')).toBeNull();
    expect(describeSet(set, en)).toBe("Can still match a -> !b -> $");
    expect(describeSet({ of: "pattern", pattern: "a" }, fr)).toBe("Correspondent à a");
  });
});
