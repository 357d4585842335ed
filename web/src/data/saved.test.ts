import { describe, expect, it } from "vitest";
import type { SavedQuestion } from "../api/shapes";
import { answerCsv, askedBy, changesOf, headlinesOf, writeSaved } from "./saved";

const funnel = {
  title: 'Late: "when"',
  note: "",
  question: "funnel",
  parameters: { steps: ["a", "b"] },
  select: { from: "2025-01-01" },
  against: null,
  address: "/explore/funnel?steps=a>b",
  figures: null,
};

describe("saved questions", () => {
  it("are YAML of one line a member, without what is empty", () => {
    expect(writeSaved(funnel)).toBe(
      'saved: "Late: \\"when\\""\nquestion: "funnel"\nparameters: {"steps":["a","b"]}\n' +
        'select: {"from":"2025-01-01"}\naddress: "/explore/funnel?steps=a>b"\n',
    );
    expect(writeSaved({ ...funnel, select: {}, removed: true })).toMatch(
      /"funnel"\n[^]*removed: true\n$/,
    );
    expect(writeSaved({ ...funnel, select: {} })).not.toMatch(/select/);
  });

  it("are asked as they stand, or as a comparison", () => {
    const saved = { ...funnel } as unknown as SavedQuestion;
    expect(askedBy(saved)).toEqual({
      name: "funnel",
      body: { steps: ["a", "b"], select: { from: "2025-01-01" } },
    });
    expect(askedBy({ ...saved, against: { to: "2025-01-01" } })).toEqual({
      name: "compare",
      body: {
        question: "funnel",
        parameters: { steps: ["a", "b"] },
        against: { to: "2025-01-01" },
        select: { from: "2025-01-01" },
      },
    });
  });

  it("say in short what an answer says, and what it said before", () => {
    const answer = { steps: [{ reached: 10 }, { reached: 4, share: 0.4 }] };
    const now = headlinesOf("funnel", answer);
    expect(now.map((one) => one.value)).toEqual([10, 4, 0.4]);
    expect(headlinesOf("customer", answer)).toEqual([]);
    const changed = changesOf(now, [{ name: "steps.0.reached", value: 8, unit: "count" }]);
    expect(changed.map((one) => one.before)).toEqual([8, null, null]);
  });

  it("are exported as rows", () => {
    expect(
      answerCsv({
        base: { journeys: 3 },
        edges: [{ from: "a", to: "b", at: { us: 1 }, interval: [1, 2] }],
      }),
    ).toBe("from,to,at.us,interval.0,interval.1\r\na,b,1,1,2\r\n");
    expect(answerCsv({ base: { journeys: 3 }, share: 0.5 })).toBe(
      "base.journeys,share\r\n3,0.5\r\n",
    );
    const tree = {
      root: {
        touchpoint: null,
        journeys: 3,
        other: { journeys: 1 },
        children: [{ touchpoint: "a", journeys: 2, other: {}, children: [] }],
      },
    };
    expect(answerCsv(tree)).toBe("touchpoint,journeys,path\r\n,3,\r\na,2,a\r\n");
  });
});
