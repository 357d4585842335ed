// A funnel as it is asked: in an address, in a question, in the set behind a number.
//
//   ?steps=a>b>c&waits=,2h,&within=30d&sequence=strict&ignoring=x&excluding=y

import type { FunnelStepAsked, JourneySet } from "../api/shapes";
import { readNames, writeNames } from "./names";

export const kOrders = ["ordered", "strict", "any"] as const;
export type Order = (typeof kOrders)[number];

export interface AskedStep {
  touchpoint: string;
  /** Longest time since the step before, as "2h"; empty: no limit. */
  within: string;
}

export interface AskedFunnel {
  steps: AskedStep[];
  /** From the first step to the last; empty: no limit. */
  within: string;
  order: Order;
  excluding: string[];
  /** What may lie between the steps of a strict funnel. */
  ignoring: string[];
}

/** The parameters of an address that a funnel is read from. */
export const kFunnelParams = ["steps", "waits", "within", "sequence", "excluding", "ignoring"];

export function readFunnel(param: (name: string) => string | null): AskedFunnel {
  const order = kOrders.find((one) => one === param("sequence")) ?? "ordered";
  const waits = order === "any" ? [] : (param("waits") ?? "").split(",");
  return {
    steps: readNames(param("steps"), ">").map((touchpoint, n) => ({
      touchpoint,
      within: n === 0 ? "" : (waits[n] ?? "").trim(),
    })),
    within: param("within") ?? "",
    order,
    excluding: readNames(param("excluding"), ","),
    ignoring: order === "strict" ? readNames(param("ignoring"), ",") : [],
  };
}

/** What an address says of a funnel; null where it says nothing. */
export function writeFunnel(asked: AskedFunnel): Record<string, string | null> {
  const waits = asked.steps.map((step, n) => (n === 0 ? "" : step.within));
  const limited = asked.order !== "any" && waits.some((wait) => wait !== "");
  return {
    steps: writeNames(
      asked.steps.map((step) => step.touchpoint),
      ">",
    ),
    waits: limited ? waits.join(",") : null,
    within: asked.within || null,
    sequence: asked.order === "ordered" ? null : asked.order,
    excluding: writeNames(asked.excluding, ",") || null,
    ignoring: (asked.order === "strict" && writeNames(asked.ignoring, ",")) || null,
  };
}

/** Every name that a funnel speaks of. */
export const namesOfFunnel = (asked: AskedFunnel): string[] => [
  ...asked.steps.map((step) => step.touchpoint),
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
      step.touchpoint !== name ? [step] : by === null ? [] : [{ ...step, touchpoint: by }],
    ),
    excluding: names(asked.excluding),
    ignoring: names(asked.ignoring),
  };
}

const stepsOf = (asked: AskedFunnel): FunnelStepAsked[] =>
  asked.steps.map((step, n) =>
    n > 0 && asked.order !== "any" && step.within !== ""
      ? { touchpoint: step.touchpoint, within: step.within }
      : step.touchpoint,
  );

/** The parameters of the question. */
export const requestOf = (asked: AskedFunnel) => ({
  steps: stepsOf(asked),
  within: asked.within || null,
  order: asked.order,
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
  ...(asked.excluding.length > 0 ? { excluding: asked.excluding } : {}),
  ...(asked.order === "strict" && asked.ignoring.length > 0 ? { ignoring: asked.ignoring } : {}),
  step,
  state,
});

/** The touchpoint of a step as it was asked. */
export const touchpointOf = (step: FunnelStepAsked): string =>
  typeof step === "string" ? step : step.touchpoint;
