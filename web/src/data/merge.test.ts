import { describe, expect, it } from "vitest";
import { merge } from "./merge";

const names = { mine: "mine", theirs: "version 2" };
const base = "a: 1\nb: 2\nc: 3\nd: 4\n";

describe("merge", () => {
  it("keeps what each changed in another place", () => {
    const merged = merge("a: 9\nb: 2\nc: 3\nd: 4\n", base, "a: 1\nb: 2\nc: 3\nd: 8\n", names);
    expect(merged).toEqual({ text: "a: 9\nb: 2\nc: 3\nd: 8\n", conflicts: 0, firstLine: 0 });
  });

  it("keeps once what both changed alike, and what both added or removed apart", () => {
    const long = "z: 0\ny: 0\n" + base;
    const mine = "z: 0\ny: 0\na: 1\nb: 7\nc: 3\nd: 4\ne: 5\n";
    const merged = merge(mine, long, "y: 0\na: 1\nb: 7\nc: 3\nd: 4\n", names);
    expect(merged.text).toBe("y: 0\na: 1\nb: 7\nc: 3\nd: 4\ne: 5\n");
    expect(merged.conflicts).toBe(0);
  });

  it("shows one below the other what both changed differently", () => {
    const merged = merge("a: 1\nb: 5\nc: 3\nd: 4\n", base, "a: 1\nb: 6\nc: 3\nd: 0\n", names);
    expect(merged.text).toBe(
      "a: 1\n<<<<<<< mine\nb: 5\n=======\nb: 6\n>>>>>>> version 2\nc: 3\nd: 0\n",
    );
    expect(merged).toMatchObject({ conflicts: 1, firstLine: 2 });
  });

  it("shows a line that one removed and the other changed", () => {
    const merged = merge("a: 1\nc: 3\nd: 4\n", base, "a: 1\nb: 6\nc: 3\nd: 4\n", names);
    expect(merged.conflicts).toBe(1);
    expect(merged.text).toContain("=======\nb: 6\n");
  });
});
