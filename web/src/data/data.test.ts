import { describe, expect, it } from "vitest";
import { ratio, us } from "../api/brands";
import type { JourneySet } from "../api/shapes";
import { en } from "../app/words/en";
import { fr } from "../app/words/fr";
import { csv } from "./csv";
import { describeSet } from "./describe_set";
import { differenceOf } from "./difference";
import { diffLines, hunks } from "./diff";
import { node, transitions } from "./fixtures";
import { formatDuration, formatInterval, formatShare } from "./format";
import { firstCount, shownEdges } from "./graph";
import { pathCells } from "./path_columns";
import { periodBefore, periodsOf, readSet, selectOf, writeSet } from "./selection";
import { pauseWidth } from "./timeline";

describe("numbers as people read them", () => {
  it("never rounds what is there to nothing, nor what is missing to all", () => {
    expect(formatShare(ratio(0.0001), "en")).toBe("< 0.1%");
    expect(formatShare(ratio(0), "en")).toBe("0%");
    expect(formatShare(ratio(0.9999), "en")).toBe("99.9%");
    expect(formatShare(ratio(1), "en")).toBe("100%");
    expect(formatShare(ratio(0.064), "fr")).toMatch(/^6,4\s%$/);
  });
  it("says durations in the two largest units", () => {
    const said = (value: number) => formatDuration(us(value), "en").replaceAll("\u00a0", " ");
    expect(said(36 * 3600e6)).toBe("1 d 12 h");
    expect(said(59.9e6)).toBe("59 s");
    expect(said(3599.9e6)).toBe("59 min");
    expect(said(0)).toBe("0 s");
    expect(formatDuration(null, "en")).toBe("–");
  });
  it("writes an interval with its bounds in order", () => {
    expect(formatInterval([0.36, 0.4], "share", "en")).toBe("36–40%");
    expect(formatInterval([-1.5, -0.9], "score", "en")).toBe("−1.5 to −0.9");
    expect(formatInterval(null, "score", "en")).toBe("");
  });
});

describe("selection", () => {
  it("asks only what was chosen", () => {
    expect(selectOf({ from: null, to: null, by: null, touchpoints: " ", zone: "UTC" })).toEqual({});
    expect(
      selectOf({ from: "2025-01-01", to: null, by: "gap:30m", touchpoints: "A_*, b", zone: "UTC" }),
    ).toEqual({
      from: "2025-01-01",
      journeys_by: "gap:30m",
      events: { touchpoints: ["A_*", "b"] },
    });
  });
  it("survives the address", () => {
    const set: JourneySet = { of: "transition", from: "a&b", to: "é" };
    expect(readSet(writeSet(set))).toEqual(set);
    expect(readSet("{broken")).toBeNull();
    expect(readSet('"text"')).toBeNull();
  });
  it("offers quarters that cover the data, last days up to its last day", () => {
    const periods = periodsOf("2025-02-10T00:00:00Z", "2025-08-01T12:00:00Z", "UTC");
    expect(periods.find((p) => p.kind === "last" && p.number === 30)).toMatchObject({
      from: "2025-07-03",
      to: "2025-08-02",
    });
    expect(periods.filter((p) => p.kind === "quarter").map((p) => p.number)).toEqual([1, 2, 3]);
  });
  it("finds the period before", () => {
    expect(periodBefore("2025-04-01", "2025-07-01")).toEqual({
      from: "2025-01-01",
      to: "2025-04-01",
    });
    expect(periodBefore("2025-04-01", null)).toBeNull();
  });
});

describe("transitions shown and hidden", () => {
  const answer = transitions([
    ["a", "b", 70],
    ["b", "c", 20],
    ["c", "d", 10],
  ]);
  it("sum to all", () => {
    for (const count of [0, 1, 2, 3]) {
      const { edges, hidden } = shownEdges(answer, count);
      const shown = edges.reduce((sum, edge) => sum + edge.occurrences, 0);
      expect(shown + hidden.occurrences).toBe(100);
      expect(edges.length + hidden.edges).toBe(3);
    }
  });
  it("begin with three quarters", () => expect(firstCount(answer)).toBe(3));
});

describe("path cells", () => {
  const root = node(null, 10, [node("a", 6, [], { ended: 4, in_progress: 1, beyond: 1 })], {
    ended: 1,
    other: { journeys: 3, touchpoints: ["x"] },
  });
  const cells = pathCells(root, { anchor: { at: "start" }, direction: "forward" });
  it("sum to the cell they come from, without overlap", () => {
    const second = cells.filter((cell) => cell.column === 1);
    expect(second.reduce((sum, cell) => sum + cell.journeys, 0)).toBe(10);
    second
      .sort((a, b) => a.top - b.top)
      .reduce((top, cell) => {
        expect(cell.top).toBeCloseTo(top);
        return top + cell.height;
      }, 0);
  });
  it("name the set of what is not shown", () => {
    expect(cells.find((cell) => cell.kind === "other")?.set).toMatchObject({
      prefix: [],
      state: "other",
      shown: ["a"],
    });
    expect(cells.find((cell) => cell.kind === "beyond")?.set).toMatchObject({
      prefix: ["a"],
      state: "beyond",
    });
  });
});

describe("differences", () => {
  it("join intervals of the two estimates", () => {
    const change = differenceOf(
      { mean: 8, interval: [7.7, 8.3] },
      { mean: 7, interval: [6.6, 7.4] },
    );
    expect(change?.value).toBeCloseTo(1);
    expect(change?.interval[0]).toBeCloseTo(0.5);
    expect(change?.interval[1]).toBeCloseTo(1.5);
    expect(change?.clear).toBe(true);
  });
  it("are unknown without an interval", () => {
    expect(differenceOf({ mean: 8, interval: null }, { mean: 7, interval: [6, 8] })).toBeNull();
  });
  it("of texts keep what is the same", () => {
    const lines = diffLines("a\nb\nc", "a\nx\nc");
    expect(lines.map((line) => line.kind)).toEqual(["same", "removed", "added", "same"]);
    expect(hunks(diffLines("same", "same"))).toEqual([]);
    expect(
      lines
        .filter((line) => line.kind !== "removed")
        .map((line) => line.text)
        .join("\n"),
    ).toBe("a\nx\nc");
  });
});

describe("words", () => {
  const sets: JourneySet[] = [
    { of: "all" },
    { of: "end", touchpoint: "a" },
    {
      of: "path",
      anchor: { at: "start" },
      prefix: ["a"],
      direction: "forward",
      collapse: "none",
      steps: 4,
      state: "ended",
    },
    { of: "funnel", steps: ["a", "b"], within_us: null, step: 2, state: "reached" },
    {
      of: "time_to_event",
      origin: "a",
      outcomes: ["b"],
      state: "had",
      outcome: "b",
      after_us: 60e6,
      until_us: 90e6,
    },
    { of: "time_to_event", outcomes: ["b"], state: "at_risk", until_us: 86_400e6 },
    { of: "retention", state: "without_start", start: "a" },
    { of: "retention", state: "started", cohort: "2025-03-01" },
    { of: "retention", state: "returned", kind: "or_later", period: "week", age: 2 },
    { of: "retention", state: "away", start: "a", return: "b", age: 0 },
    { of: "reentry", state: "customers", journeys: 3 },
    { of: "reentry", state: "again", within_us: 86_400e6 },
    { of: "reentry", state: "gap" },
    { of: "contact_driver", contacts: ["a"], touchpoints: ["b", "c"] },
    { of: "contact_driver", contacts: ["a"], state: "unmatched" },
    { of: "stage", design: "d", stage: "order", what: "promise_broken" },
    { of: "route", from: "a", to: "b" },
    { of: "route", from: null, to: "b" },
    { of: "route", from: "a", to: null, end: "running" },
  ];
  it("keep French signs with their word", () => {
    expect(fr.explore.questions.variants).toMatch(/partagent\u00a0\?$/);
    expect(fr.canvas.worst("x")).toBe("pire\u00a0: x");
    expect(fr.app.count.journeys).toHaveLength(2);
  });
  it("stand in addresses, whatever they are", () => {
    for (const set of sets) expect(readSet(writeSet(set))).toEqual(set);
  });
  it("describe every set in both languages", () => {
    for (const set of sets) {
      for (const words of [en, fr]) expect(describeSet(set, words)).not.toMatch(/undefined|^$/);
      expect(describeSet(set, en)).not.toBe(describeSet(set, fr));
    }
  });
});

describe("CSV", () => {
  it("quotes what must be quoted and defuses formulas", () => {
    expect(csv(["a"], [['x"y'], ["1,2"], ["=cmd()"], [-3]])).toBe(
      'a\r\n"x""y"\r\n"1,2"\r\n\'=cmd()\r\n-3\r\n',
    );
  });
});

it("draws longer pauses wider, but bounded", () => {
  const widths = [30e6, 3600e6, 86_400e6, 30 * 86_400e6, 4000 * 86_400e6].map(pauseWidth);
  expect(widths).toEqual([...widths].sort((a, b) => a - b));
  expect(widths[0]).toBe(0);
  expect(Math.max(...widths)).toBeLessThanOrEqual(72);
});
