// Where events stand on a strip of time whose pauses are shortened: a day is wider than an hour, but not 24 times.
import type { TimelineEvent, Timeline } from "../api/shapes";
import type { Us } from "../api/brands";

export interface Dot {
  event: TimelineEvent;
  journey: string;
  x: number;
  lane: number;
}

export interface Strip {
  dots: Dot[];
  lanes: string[];
  spans: { journey: string; from: number; to: number; start: string }[];
  pauses: { x: number; width: number; gap: Us }[];
  width: number;
}

const kMinute = 60e6;
const kDay = 86_400e6;
const kStep = 15;
const kJourneyGap = 54;

/** Width of a pause: nothing below a minute, then by its order of magnitude. */
export function pauseWidth(gap: number): number {
  if (gap < kMinute) return 0;
  return Math.min(72, Math.round(9 * Math.log2(1 + gap / (30 * kMinute))));
}

/** Pauses of a day and more are named. */
export const kNamedPause = kDay;

export function stripOf(journeys: Timeline[], noChannel: string): Strip {
  const lanes: string[] = [];
  const laneOf = (channel: string | null): number => {
    const name = channel ?? noChannel;
    const known = lanes.indexOf(name);
    return known >= 0 ? known : lanes.push(name) - 1;
  };
  const strip: Strip = { dots: [], lanes, spans: [], pauses: [], width: 0 };
  let x = kStep;
  for (const journey of journeys) {
    if (strip.dots.length > 0) x += kJourneyGap;
    const from = x;
    journey.events.forEach((event, n) => {
      if (n > 0) {
        const gap = event.gap_us ?? (0 as Us);
        const pause = pauseWidth(gap);
        if (gap >= kNamedPause) strip.pauses.push({ x: x + 7, width: kStep + pause - 14, gap });
        x += kStep + pause;
      }
      strip.dots.push({ event, journey: journey.label, x, lane: laneOf(event.channel) });
    });
    strip.spans.push({ journey: journey.label, from: from - 9, to: x + 9, start: journey.start });
  }
  strip.width = x + kStep + 10;
  return strip;
}
