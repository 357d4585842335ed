import { describe, expect, it } from "vitest";
import type { ContactDriver, ContactDrivers } from "../api/shapes";
import { ratio, us } from "../api/brands";
import { describeSet } from "./describe_set";
import { driversCsv, liftPlace, liftScale, likelyContacts, partsOf } from "./drivers";
import { formatLift, formatLifts } from "./format";
import { readSet, writeSet } from "./selection";
import { touchpointsIn, withName } from "./touchpoints";
import { en } from "../app/words/en";
import { fr } from "../app/words/fr";

const driver = (part: Partial<ContactDriver>): ContactDriver => ({
  touchpoints: ["a"],
  customers: 30,
  share: ratio(0.3),
  comparable: 50,
  comparable_share: ratio(0.1),
  lift: 3,
  interval: [2, 4.5],
  p: 1e-6,
  q: 1e-5,
  associated: true,
  ...part,
});

describe("the scale of lifts", () => {
  it("holds 1 and the intervals of what is associated", () => {
    const wide = driver({ lift: 2, interval: [0.1, 40], associated: false });
    const scale = liftScale([driver({}), wide]);
    expect(scale).toEqual({ least: 0.5, most: 4.5 });
    expect(liftPlace(4.5, scale)).toBe(1);
    expect(liftPlace(1, scale)).toBeGreaterThan(0);
    expect(liftPlace(1, scale)).toBeLessThan(1);
    expect(liftPlace(0.1, scale)).toBe(0);
    expect(liftPlace(40, scale)).toBe(1);
  });
  it("is as far from a half to one as from one to two", () => {
    const scale = liftScale([]);
    expect(liftPlace(1, scale)).toBeCloseTo(1 / 3);
    expect(liftPlace(2, scale)).toBeCloseTo(2 / 3);
  });
  it("ends somewhere, and stands without a lift", () => {
    expect(liftScale([driver({ lift: 400, interval: [3, 9000] })]).most).toBe(32);
    expect(liftScale([driver({ lift: null, interval: null })])).toEqual({ least: 0.5, most: 4 });
  });
});

describe("drivers", () => {
  const chance = driver({ touchpoints: ["b", "c"], associated: false, q: 0.4 });
  it("are parted by what the answer says of them", () => {
    expect(partsOf([driver({}), chance])).toEqual({ associated: [driver({})], others: [chance] });
  });
  it("are written one a line, with nothing where nothing is known", () => {
    const data: ContactDrivers = {
      snapshot: 1,
      took_us: us(1),
      base: {
        customers: 100,
        unmatched: 0,
        sets: 100,
        comparable: 500,
        patterns: 2,
        associated: 1,
      },
      window_us: us(86_400e6),
      gap_us: us(86_400e6),
      support: 20,
      drivers: [driver({}), { ...chance, lift: null, interval: null }],
      other: { drivers: 0 },
    };
    expect(driversCsv(data).trim().split("\r\n")).toEqual([
      "pattern,customers,share,comparable,comparable_share,lift,low,high,p,q,associated",
      "a,30,0.3,50,0.1,3,2,4.5,0.000001,0.00001,true",
      "b > c,30,0.3,50,0.1,,,,0.000001,0.4,false",
    ]);
  });
  it("have lifts of two decimals, none where they are large", () => {
    expect(formatLift(1.234, "en")).toBe("1.23\u00a0×");
    expect(formatLift(23.4, "fr")).toBe("23\u00a0×");
    expect(formatLifts([1.02, 9.996], "fr")).toBe("1,02–10");
    expect(formatLifts(null, "en")).toBe("");
  });
});

describe("contacts", () => {
  it("are guessed from names, calls first", () => {
    const names = ["site.visit", "chat.session", "order.placed", "phone.call", "email.complaint"];
    expect(likelyContacts(names, 2)).toEqual(["phone.call", "chat.session"]);
    expect(likelyContacts(["site.visit"], 2)).toEqual([]);
  });
});

describe("a set of contact drivers", () => {
  const met = { of: "contact_driver", contacts: ["call"], touchpoints: ["a", "b"] } as const;
  it("is read back from an address and said in both languages", () => {
    const set = { of: "contact_driver" as const, contacts: ["call"], state: "compared" as const };
    expect(readSet(writeSet(set))).toEqual(set);
    expect(readSet('{"of":"contact_driver","contacts":["call"]}')).toBeNull();
    expect(describeSet(set, en)).toBe("Compared: customers with call");
    expect(describeSet({ ...met, contacts: ["call"], touchpoints: ["a", "b"] }, fr)).toBe(
      "Clients qui ont rencontré a → b avant call",
    );
  });
  it("takes another name for one that is unknown", () => {
    const set = { of: "contact_driver" as const, contacts: ["cal"], touchpoints: ["a"] };
    expect(touchpointsIn(set)).toEqual(["cal", "a"]);
    expect(withName(set, "cal", "call")).toEqual({ ...set, contacts: ["call"] });
    const all = { of: "contact_driver" as const, contacts: ["cal"], state: "contact" as const };
    expect(touchpointsIn(all)).toEqual(["cal"]);
    expect(withName(all, "cal", "call")).toEqual({ ...all, contacts: ["call"] });
  });
});
