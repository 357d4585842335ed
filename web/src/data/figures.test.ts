import { describe, expect, it } from "vitest";
import type { Canvas, Stage } from "../api/shapes";
import { canvasCsv } from "./canvas_csv";
import { readAgainst, turnedAround } from "./compare";
import { differenceText } from "./figure_text";
import { figureRows } from "./figures";
import { canvas, stage } from "./fixtures";
import { readSet } from "./selection";

const scored = (id: string, reached: number, mean: number): Stage => {
  const plain = stage(id);
  const share = reached / 10;
  const lived = { ...plain.lived!, reached, share, interval: [share - 0.1, share + 0.1] };
  const satisfaction = { mean, n: 40, journeys: 30, interval: [mean - 0.3, mean + 0.4] };
  return { ...plain, lived, felt: { ...plain.felt, satisfaction } } as unknown as Stage;
};

const now: Canvas = canvas([scored("a", 9, 8), scored("b", 6, 7)]);
const then: Canvas = canvas([scored("b", 2, 7.2)]);
const against = { kind: "period", from: "2025-01-01", to: "2025-04-01" } as const;

/** The rows of a CSV file as records; none of its cells here is quoted. */
const records = (text: string): Record<string, string>[] => {
  const [head, ...rows] = text
    .trim()
    .split("\r\n")
    .map((row) => row.split(","));
  return rows.map((row) => Object.fromEntries(head!.map((name, n) => [name, row[n] ?? "none"])));
};

describe("figures of the canvas", () => {
  it("are those of one side, one row a stage", () => {
    const rows = figureRows(now, null);
    expect(rows.map((row) => row.stage.id)).toEqual(["a", "b"]);
    for (const { figures } of rows)
      for (const figure of figures) expect([figure.other, figure.difference]).toEqual([null, null]);
    const [a, b, ...more] = records(canvasCsv(now, null, "UTC"));
    expect(more).toEqual([]);
    expect([a?.reached, b?.reached, b?.satisfaction_mean, b?.zone]).toEqual([
      ...["9", "6", "7", "UTC"],
    ]);
    expect(Object.keys(a!).some((name) => /other|difference/.test(name))).toBe(false);
  });
  it("are those of both sides, with differences that the file and the table share", () => {
    const rows = figureRows(now, then);
    const share = rows[1]!.figures.find((figure) => figure.id === "share")!;
    expect(share.now.value).toBe(0.6);
    expect(share.other?.value).toBe(0.2);
    expect(share.difference?.value).toBeCloseTo(0.4);
    expect(share.difference?.clear).toBe(true);
    expect(differenceText(share.difference!, "share", "en").value).toBe("+40.0\u00a0pt");
    const [a, b, ...more] = records(canvasCsv(now, { against, canvas: then }, "UTC"));
    expect(more, "one row a stage").toEqual([]);
    expect(b).toMatchObject({
      compared_with: "2025-01-01..2025-04-01",
      reached: "6",
      other_reached: "2",
      other_base_journeys: "10",
      share_difference: String(share.difference!.value),
      share_difference_low: String(share.difference!.interval[0]),
      share_difference_high: String(share.difference!.interval[1]),
      satisfaction_mean: "7",
      other_satisfaction_mean: "7.2",
    });
    expect(Number(b?.satisfaction_mean_difference)).toBeCloseTo(-0.2);
    // A stage that the other side lacks has nothing there, and no difference.
    expect(a).toMatchObject({ reached: "9", other_reached: "", share_difference: "" });
    for (const row of [a, b]) expect(Object.values(row!)).not.toContain("none");
  });
});

describe("the other side of a comparison", () => {
  const only = { of: "touchpoint", touchpoint: "x" } as const;
  const compared = (text: string, here: Parameters<typeof turnedAround>[1]) => {
    const read = readAgainst(text, here.from, here.to, here.only);
    if (!read || read.kind === "none") throw new Error(text);
    return turnedAround(read, here);
  };
  it("becomes what is selected, over what was", () => {
    const quarter = { from: "2025-04-01", to: "2025-07-01", only: null };
    expect(compared("2025-01-01..2025-04-01", quarter)).toEqual({
      from: "2025-01-01",
      to: "2025-04-01",
      compare: "2025-04-01..2025-07-01",
    });
    expect(compared("2025-01-01..", { from: null, to: null, only })).toEqual({
      from: "2025-01-01",
      to: null,
      compare: "..",
    });
    const rest = compared("rest", { from: null, to: null, only });
    expect(readSet(rest.only ?? null)).toEqual({ of: "not", set: only });
    expect(readSet(rest.compare)).toEqual(only);
    expect(compared("all", { from: null, to: null, only })).toEqual({
      only: null,
      compare: JSON.stringify(only),
    });
    expect(compared(JSON.stringify(only), { from: null, to: null, only: null })).toEqual({
      only: JSON.stringify(only),
      compare: "all",
    });
  });
});
