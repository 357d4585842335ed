import { describe, expect, it } from "vitest";
import { readName, readNames, writeName, writeNames } from "./names";

const strange = [
  ...["a>b", "a -> b", "x, y", 'say "yes"', '"quoted"', '"', '""', 'half "', '" open', " blank "],
  ...["a\\b", '5" screen', "é&=%2C", "-> ,", "order.*"],
];

describe("names in an address", () => {
  it("come back as they were, whatever they hold", () => {
    for (const between of [">", ","] as const) {
      expect(readNames(writeNames(strange, between), between)).toEqual(strange);
      for (const name of strange) {
        expect(readName(writeName(name)), name).toBe(name);
        expect(readNames(writeNames([name, "pay", name], between), between)).toEqual([
          ...[name, "pay", name],
        ]);
      }
    }
  });
  it("are written plainly where nothing asks for quotes", () => {
    expect(writeNames(["site.visit", "T02 Check", "A_*"], ">")).toBe("site.visit>T02 Check>A_*");
    expect(writeNames(["a>b", "c"], ",")).toBe('"a>b",c');
  });
  it("of old addresses are read as before", () => {
    expect(readNames("site.visit> order.placed ", ">")).toEqual(["site.visit", "order.placed"]);
    expect(readNames("A_*, b,,", ",")).toEqual(["A_*", "b"]);
    expect(readNames('5" screen>half"', ">")).toEqual(['5" screen', 'half"']);
    expect(readNames('"open>b', ">")).toEqual(['"open', "b"]);
    expect(readNames('"a"b>c', ">")).toEqual(['"a"b', "c"]);
    expect(readNames(null, ",")).toEqual([]);
    expect(readNames("  ", ",")).toEqual([]);
    expect(readName("a, b > c")).toBe("a, b > c");
  });
});
