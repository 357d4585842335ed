import { describe, expect, it } from "vitest";
import type { Compared, ComparedNumber } from "../api/shapes";
import { boundsText, comparedCsv, differenceText, placeOf, scalesOf, valueText } from "./compared";

const side = { value: 0.3, interval: [0.2, 0.4], count: 30, base: 100, customers: 90, open: 0 };
const number = (over: Partial<ComparedNumber>): ComparedNumber =>
  ({
    measure: "touchpoint",
    unit: "share",
    touchpoints: ["call"],
    step: null,
    a: side,
    b: { ...side, value: 0.25, count: 25 },
    difference: 0.05,
    interval: [-0.01, 0.11],
    p: 0.1,
    q: 0.3,
    clear: false,
    thin: false,
    unsettled: false,
    set: { of: "touchpoint", touchpoint: "call" },
    ...over,
  }) as ComparedNumber;

describe("compared numbers", () => {
  it("scale with what differs, or with all where nothing does", () => {
    const clear = number({ clear: true, difference: 0.2, interval: [0.1, 0.3] });
    const wide = number({ difference: 0.1, interval: [-0.6, 0.8] });
    expect(scalesOf([clear, wide]).share).toBeCloseTo(0.3);
    expect(scalesOf([wide]).share).toBeCloseTo(0.8);
    const thin = number({ thin: true, difference: 1, interval: null });
    expect(scalesOf([wide, thin]).share).toBeCloseTo(0.8);
    expect(scalesOf([thin]).share).toBe(1);
    const wait = number({ unit: "time_us", difference: 50, interval: [-10, 90] });
    expect(scalesOf([clear, wait])).toMatchObject({ share: 0.3, time_us: 90 });
    expect(scalesOf([]).time_us).toBe(1);
  });

  it("stand in the middle where nothing differs, at the end where they go beyond", () => {
    const scales = scalesOf([number({ interval: [-0.1, 0.1] })]);
    expect(placeOf(0, "share", scales)).toBe(0);
    expect(placeOf(0.5, "share", scales)).toBe(1);
    const ratios = scalesOf([number({ unit: "ratio", difference: 2, interval: [1, 4] })]);
    expect(placeOf(1, "ratio", ratios)).toBe(0);
    expect(placeOf(2, "ratio", ratios)).toBeCloseTo(0.5);
    expect(placeOf(0.25, "ratio", ratios)).toBe(-1);
  });

  it("read as people write them", () => {
    expect(differenceText(number({}), "en")).toBe("+5");
    expect(differenceText(number({ difference: -0.123 }), "en")).toBe("\u221212");
    expect(boundsText(number({}), "fr")).toBe("\u22121 à +11");
    expect(valueText(null, "share", "en")).toBe("–");
    const wait = number({ unit: "time_us", difference: 7.2e9, interval: [3.6e9, 1.08e10] });
    expect(differenceText(wait, "en")).toBe("+2\u00a0h");
    expect(boundsText(number({ interval: null }), "en")).toBe("");
  });

  it("are rows of a file with both sides", () => {
    const text = comparedCsv({ numbers: [number({})] } as unknown as Compared);
    const [head, row] = text
      .trim()
      .split("\r\n")
      .map((line) => line.split(","));
    const of = (name: string) => row?.[head?.indexOf(name) ?? -1];
    expect(of("here")).toBe("0.3");
    expect(of("there")).toBe("0.25");
    expect(of("there_count")).toBe("25");
    expect(of("high")).toBe("0.11");
    expect(of("differs")).toBe("false");
    expect(row).toHaveLength(head?.length ?? 0);
  });
});
