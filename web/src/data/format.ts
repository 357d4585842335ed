// Numbers, durations and dates as people read them, per language.
import type { Ratio, Us } from "../api/brands";
import type { Interval } from "../api/shapes";

export type Language = "en" | "fr";

const formats = new Map<string, Intl.NumberFormat>();
function numberFormat(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(language, options)));
  return format;
}

export const formatCount = (value: number, language: Language): string =>
  numberFormat(language, {}).format(value);

/** A share as percent: one decimal below ten, "<0.1 %" rather than nought for what is there. */
export function formatShare(share: Ratio | number, language: Language): string {
  const percent = share * 100;
  const digits = percent >= 9.95 || percent === 0 ? 0 : 1;
  const format = numberFormat(language, {
    style: "percent",
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
  });
  if (percent > 0 && percent < 0.05) return `< ${format.format(0.001)}`;
  // Nearly all is not all: cut, not rounded.
  if (share < 1 && percent >= 99.5) {
    const cut = Math.floor(percent * 10) / 1000;
    return numberFormat(language, { style: "percent", minimumFractionDigits: 1 }).format(cut);
  }
  return format.format(share);
}

export const formatScore = (value: number, language: Language): string =>
  numberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    .format(value)
    .replace("-", "\u2212");

/** A ratio of two shares: "1.84 ×", "23 ×". */
export const formatLift = (value: number, language: Language): string =>
  `${liftDigits(value, language)}\u00a0×`;

/** "1.52–2.23" for the interval of a lift. */
export function formatLifts(interval: Interval | undefined, language: Language): string {
  const [low, high] = interval ?? [];
  if (low === undefined || high === undefined) return "";
  return `${liftDigits(low, language)}\u2013${liftDigits(high, language)}`;
}

function liftDigits(value: number, language: Language): string {
  const digits = value >= 9.995 ? 0 : 2;
  return numberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** A difference, always with its sign. */
export const formatSigned = (value: number, language: Language): string =>
  numberFormat(language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  })
    .format(value)
    .replace("-", "\u2212");

/** "6.8–7.4", or "68–74 %" for shares. */
export function formatInterval(
  interval: Interval | undefined,
  kind: "score" | "share",
  language: Language,
): string {
  const [low, high] = interval ?? [];
  if (low === undefined || high === undefined) return "";
  const separator = low < 0 || high < 0 ? (language === "fr" ? " à " : " to ") : "\u2013";
  if (kind === "score") return formatScore(low, language) + separator + formatScore(high, language);
  // One decimal where whole numbers would say that both ends are the same, or where they are small.
  const close = Math.round(low * 100) === Math.round(high * 100) && high > low;
  const digits = high < 0.0995 || close ? 1 : 0;
  const percent = (value: number) =>
    numberFormat(language, { maximumFractionDigits: digits }).format(value * 100);
  return `${percent(low)}${separator}${percent(high)}${language === "fr" ? "\u202f" : ""}%`;
}

const kUnits = [
  { us: 86_400e6, en: "d", fr: "j" },
  { us: 3_600e6, en: "h", fr: "h" },
  { us: 60e6, en: "min", fr: "min" },
  { us: 1e6, en: "s", fr: "s" },
  { us: 1e3, en: "ms", fr: "ms" },
];

/** The two largest units that say something: "2 d 4 h", "35 min", "12 s". */
export function formatDuration(duration: Us | null, language: Language): string {
  if (duration === null) return "–";
  if (duration < 0) return `\u2212${formatDuration(-duration as Us, language)}`;
  const first = kUnits.findIndex((unit) => duration >= unit.us);
  if (first < 0) return duration === 0 ? "0 s" : `${duration} µs`;
  const unit = kUnits[first]!;
  const next = kUnits[first + 1];
  const whole = Math.floor(duration / unit.us);
  const rest = next ? Math.floor((duration - whole * unit.us) / next.us) : 0;
  const text = `${formatCount(whole, language)}\u00a0${unit[language]}`;
  const shown = next && rest > 0 && whole < 10 && next.us >= 1e6;
  return shown ? `${text} ${rest}\u00a0${next[language]}` : text;
}

export const formatSeconds = (seconds: number, language: Language): string =>
  formatDuration(Math.round(seconds * 1e6) as Us, language);

export function formatBytes(bytes: number, language: Language): string {
  const unit = language === "fr" ? ["o", "ko", "Mo", "Go"] : ["B", "kB", "MB", "GB"];
  const power = Math.min(3, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const text = numberFormat(language, { maximumFractionDigits: value < 10 && power > 0 ? 1 : 0 });
  return `${text.format(value)}\u00a0${unit[power]}`;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
function dateFormat(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let format = dateFormats.get(key);
  if (!format) {
    const tag = language === "en" ? "en-GB" : "fr-FR";
    dateFormats.set(key, (format = new Intl.DateTimeFormat(tag, options)));
  }
  return format;
}

/** "3 Mar 2025": the day of an instant in a zone. */
export const formatDate = (iso: string, language: Language, zone: string): string =>
  dateFormat(language, { timeZone: zone, dateStyle: "medium" }).format(new Date(iso));

/** "3 Mar 2025" for a day of the calendar, in whatever zone. */
export const formatDay = (day: string, language: Language): string =>
  formatDate(`${day}T00:00:00Z`, language, "UTC");

/** "3 Mar 2025, 09:30". */
export const formatTime = (iso: string, language: Language, zone: string): string =>
  dateFormat(language, { timeZone: zone, dateStyle: "medium", timeStyle: "short" }).format(
    new Date(iso),
  );

/** "09:30:12". */
export const formatClock = (iso: string, language: Language, zone: string): string =>
  dateFormat(language, { timeZone: zone, timeStyle: "medium" }).format(new Date(iso));

/** "1 journey", "2 journeys": the form that the count asks for. */
export function plural(count: number, language: Language, one: string, many: string): string {
  const form = new Intl.PluralRules(language).select(count) === "one" ? one : many;
  return `${formatCount(count, language)} ${form}`;
}
