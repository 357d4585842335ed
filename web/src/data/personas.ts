// What a persona's card says of its numbers.
import type { PersonaAnswer, PersonaSize } from "../api/shapes";
import type { Words } from "../app/words/en";
import { formatShare } from "./format";

type Language = "en" | "fr";

/** How many claims rest on what. */
export function evidenceOf(persona: PersonaAnswer) {
  const all = [...persona.behaviour, ...persona.context, ...persona.expects];
  const of = (evidence: string) => all.filter((claim) => claim.evidence === evidence).length;
  return {
    all: all.length,
    observed: of("observed"),
    reported: of("reported"),
    assumed: of("assumed"),
  };
}

/** Whether the share that somebody declared lies outside the interval of the counted one. */
export function isDeclaredOutside({ declared_share, size }: PersonaAnswer): boolean {
  if (declared_share === null || !size?.interval) return false;
  const [low = 0, high = 1] = size.interval;
  return declared_share < low || declared_share > high;
}

/** "+3.2", in points of percent. */
const signed = (share: number, language: Language): string => {
  const points = formatShare(Math.abs(share), language);
  return share < 0 ? `\u2212${points}` : `+${points}`;
};

/** What became of the persona's share in the last whole period. */
export function driftText(
  drift: PersonaSize["drift"],
  say: Words["personas"],
  language: Language,
): string {
  if (!drift) return say.unknownDrift;
  if (!drift.drifts || !drift.interval) return say.noDrift;
  const interval = drift.interval.map((bound) => signed(bound, language)).join(" … ");
  const by = drift.difference > 0 ? say.more : say.fewer;
  return by(signed(drift.difference, language), interval);
}

export interface TrendPoint {
  period: string;
  share: number;
  low: number;
  high: number;
  customers: number;
  of: number;
}

/** The periods in which somebody began a journey, and the largest bound among them. */
export function trendOf(size: PersonaSize): { points: TrendPoint[]; top: number } {
  const points = size.periods.flatMap(({ period, share, interval, customers, of }) => {
    if (share === null || interval === null) return [];
    const [low = share, high = share] = interval;
    return [{ period, share, low, high, customers, of }];
  });
  return { points, top: Math.max(0.01, ...points.map((point) => point.high)) };
}
