// A funnel as it is asked: in an address, in a question, in the set behind a number.
//
//   ?steps=a>b>c&waits=,2h,&marks=,o,p&within=30d&sequence=strict&counted=attempts&ignoring=x&excluding=y

import type { FunnelStepAsked, JourneySet } from "../api/shapes";
import { readNames, writeNames } from "./names";

export const kOrders = ["ordered", "strict", "any"] as const;
export type Order = (typeof kOrders)[number];

/** Journeys from the first step, or from any step; or every attempt. */
export const kCountings = ["journeys", "anywhere", "attempts"] as const;
export type Counting = (typeof kCountings)[number];

export interface AskedStep {
  /** The name of a touchpoint, or the text of a pattern. */
  touchpoint: string;
  pattern: boolean;
  /** May be left out; not the first. */
  optional: boolean;
  /** Longest time since the step before, as "2h"; empty: no limit. */
  within: string;
}

export interface AskedFunnel {
  steps: AskedStep[];
  /** From the first step to the last; empty: no limit. */
  within: string;
  order: Order;
  counted: Counting;
  excluding: string[];
  /** What may lie between the steps of a strict funnel. */
  ignoring: string[];
}

/** The parameters of an address that a funnel is read from. */
export const kFunnelParams = [
  "steps",
  "waits",
  "marks",
  "within",
  "sequence",
  "counted",
  "excluding",
  "ignoring",
];

/** A step that says nothing but its name. */
export const plainStep = (touchpoint: string): AskedStep => ({
  touchpoint,
  pattern: false,
  optional: false,
  within: "",
});

export function readFunnel(param: (name: string) => string | null): AskedFunnel {
  const order = kOrders.find((one) => one === param("sequence")) ?? "ordered";
  const counted = kCountings.find((one) => one === param("counted")) ?? "journeys";
  const waits = order === "any" ? [] : (param("waits") ?? "").split(",");
  const marks = order === "any" ? [] : (param("marks") ?? "").split(",");
  return {
    steps: readNames(param("steps"), ">").map((touchpoint, n) => ({
      touchpoint,
      pattern: (marks[n] ?? "").includes("p"),
      optional: n > 0 && (marks[n] ?? "").includes("o"),
      within: n === 0 ? "" : (waits[n] ?? "").trim(),
    })),
    within: param("within") ?? "",
    order,
    counted: order === "any" ? "journeys" : counted,
    excluding: readNames(param("excluding"), ","),
    ignoring: order === "strict" ? readNames(param("ignoring"), ",") : [],
  };
}

/** What an address says of a funnel; null where it says nothing. */
export function writeFunnel(asked: AskedFunnel): Record<string, string | null> {
  const waits = asked.steps.map((step, n) => (n === 0 ? "" : step.within));
  const marks = asked.steps.map(
    (step, n) => (n > 0 && step.optional ? "o" : "") + (step.pattern ? "p" : ""),
  );
  const inOrder = asked.order !== "any";
  const listed = (list: string[]) =>
    inOrder && list.some((one) => one !== "") ? list.join(",") : null;
  return {
    steps: writeNames(
      asked.steps.map((step) => step.touchpoint),
      ">",
    ),
    waits: listed(waits),
    marks: listed(marks),
    within: asked.within || null,
    sequence: asked.order === "ordered" ? null : asked.order,
    counted: inOrder && asked.counted !== "journeys" ? asked.counted : null,
    excluding: writeNames(asked.excluding, ",") || null,
    ignoring: (asked.order === "strict" && writeNames(asked.ignoring, ",")) || null,
  };
}

/** Every name that a funnel speaks of; those in patterns are looked for by the question. */
export const namesOfFunnel = (asked: AskedFunnel): string[] => [
  ...asked.steps.filter((step) => !step.pattern).map((step) => step.touchpoint),
  ...asked.excluding,
  ...asked.ignoring,
];

/** The same funnel with another name for a touchpoint, or without it. */
export function renamedFunnel(asked: AskedFunnel, name: string, by: string | null): AskedFunnel {
  const names = (list: string[]) =>
    list.flatMap((one) => (one !== name ? [one] : by === null ? [] : [by]));
  return {
    ...asked,
    steps: asked.steps.flatMap((step) =>
      step.pattern || step.touchpoint !== name
        ? [step]
        : by === null
          ? []
          : [{ ...step, touchpoint: by }],
    ),
    excluding: names(asked.excluding),
    ignoring: names(asked.ignoring),
  };
}

const stepsOf = (asked: AskedFunnel): FunnelStepAsked[] =>
  asked.steps.map((step, n) => {
    const within = n > 0 && asked.order !== "any" ? step.within : "";
    const optional = n > 0 && asked.order !== "any" && step.optional;
    if (!step.pattern && within === "" && !optional) return step.touchpoint;
    return {
      ...(step.pattern ? { pattern: step.touchpoint } : { touchpoint: step.touchpoint }),
      ...(within === "" ? {} : { within }),
      ...(optional ? { optional } : {}),
    };
  });

const countingOf = (asked: AskedFunnel) => ({
  ...(asked.counted === "anywhere" ? { entry: "any" as const } : {}),
  ...(asked.counted === "attempts" ? { count: "attempts" as const } : {}),
});

/** The parameters of the question. */
export const requestOf = (asked: AskedFunnel) => ({
  steps: stepsOf(asked),
  within: asked.within || null,
  order: asked.order,
  ...countingOf(asked),
  excluding: asked.excluding,
  ...(asked.order === "strict" ? { ignoring: asked.ignoring } : {}),
});

/** The journeys behind a number of step `step`, from 1. */
export const setOfFunnel = (
  asked: AskedFunnel,
  within_us: number | null,
  step: number,
  state: "reached" | "in_progress" | "dropped" | "excluded",
): JourneySet => ({
  of: "funnel",
  steps: stepsOf(asked),
  within_us,
  ...(asked.order === "ordered" ? {} : { order: asked.order }),
  ...countingOf(asked),
  ...(asked.excluding.length > 0 ? { excluding: asked.excluding } : {}),
  ...(asked.order === "strict" && asked.ignoring.length > 0 ? { ignoring: asked.ignoring } : {}),
  step,
  state,
});

/** What a step is called: its touchpoint's title, or the pattern. */
export const nameOfStep = (step: FunnelStepAsked, title: (name: string) => string): string => {
  const touchpoint = touchpointOf(step);
  return touchpoint !== null ? title(touchpoint) : ((step as { pattern?: string }).pattern ?? "");
};

/** The touchpoint of a step as it was asked; null of a pattern. */
export const touchpointOf = (step: FunnelStepAsked): string | null =>
  typeof step === "string" ? step : (step.touchpoint ?? null);
