// The difference of two independent estimates that come with 95 % intervals.
import type { Interval } from "../api/shapes";

export interface Difference {
  value: number;
  interval: [number, number];
  /** Whether the whole interval lies on one side of zero. */
  clear: boolean;
}

interface Estimate {
  mean: number | null | undefined;
  interval: Interval | undefined;
}

/**
 * Now minus before. The bounds are joined as distances from the means (Newcombe's square-and-add), which
 * keeps the lopsided intervals of shares.
 */
export function differenceOf(now: Estimate, before: Estimate): Difference | null {
  const [nowLow, nowHigh] = now.interval ?? [];
  const [low, high] = before.interval ?? [];
  if (now.mean === null || now.mean === undefined) return null;
  if (before.mean === null || before.mean === undefined) return null;
  if (nowLow === undefined || nowHigh === undefined || low === undefined || high === undefined)
    return null;
  const value = now.mean - before.mean;
  const down = Math.hypot(now.mean - nowLow, high - before.mean);
  const up = Math.hypot(nowHigh - now.mean, before.mean - low);
  const interval: [number, number] = [value - down, value + up];
  return { value, interval, clear: interval[0] > 0 || interval[1] < 0 };
}
