// Figures and differences as people read them.
import { us } from "../api/brands";
import type { Difference } from "./difference";
import type { FigureKind } from "./figures";
import {
  formatCount,
  formatDuration,
  formatInterval,
  formatScore,
  formatShare,
  formatSigned,
} from "./format";

type Language = "en" | "fr";

/** "–" for what is not known. */
export function figureText(value: number | null, kind: FigureKind, language: Language): string {
  if (value === null) return "–";
  if (kind === "count") return formatCount(value, language);
  if (kind === "share") return formatShare(value, language);
  return kind === "score" ? formatScore(value, language) : formatDuration(us(value), language);
}

/** Nothing for what has no interval. */
export const intervalText = (
  interval: [number, number] | null,
  kind: FigureKind,
  language: Language,
): string =>
  interval ? formatInterval(interval, kind === "share" ? "share" : "score", language) : "";

/** "+3.2 pt" and "+1.0 to +5.4": shares in points of a hundred. */
export function differenceText(
  change: Difference,
  kind: FigureKind,
  language: Language,
): { value: string; interval: string } {
  const signed = (value: number) => formatSigned(kind === "share" ? value * 100 : value, language);
  return {
    value: signed(change.value) + (kind === "share" ? "\u00a0pt" : ""),
    interval: change.interval.map(signed).join(language === "fr" ? " à " : " to "),
  };
}
