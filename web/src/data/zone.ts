// Time zones: days of a calendar as instants, and instants as they read on a clock of a zone.
//
//   "2025-03-30" + "Europe/Paris"  ->  2025-03-29T23:00:00Z, the instant at which that day begins there

const kDay = 86_400_000;
const kPlainDay = /^\d{4}-\d\d-\d\d$/;

/** Whether a text is a day of the calendar rather than an instant. */
export function isDay(text: string): boolean {
  const time = kPlainDay.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // Some engines read 30 February as 2 March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

export function isZone(name: string | null): name is string {
  if (!name) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>();
function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    const whole = "numeric" as const;
    clock = new Intl.DateTimeFormat("en-GB", {
      ...{ timeZone: zone, hourCycle: "h23", era: "short" },
      ...{ year: whole, month: whole, day: whole, hour: whole, minute: whole, second: whole },
    });
    clocks.set(zone, clock);
  }
  return clock;
}

/** What a clock of the zone shows, as if it were UTC. */
function shown(time: number, zone: string): number {
  const part: Record<string, string> = {};
  for (const { type, value } of clockOf(zone).formatToParts(time)) part[type] = value;
  const [year, month, day] = [Number(part.year), Number(part.month), Number(part.day)];
  const milliseconds = ((time % 1000) + 1000) % 1000;
  return (
    Date.UTC(year, month - 1, day, Number(part.hour), Number(part.minute), Number(part.second)) +
    milliseconds
  );
}

/** How far a clock of the zone is ahead of UTC, in milliseconds. */
const aheadOf = (time: number, zone: string): number => shown(time, zone) - time;

/** The day of the calendar on which an instant falls in the zone. */
export const dayIn = (iso: string, zone: string): string =>
  new Date(shown(Date.parse(iso), zone)).toISOString().slice(0, 10);

/** The instant at which a day begins in the zone; the clock's first moment where midnight is skipped. */
export function startOfDay(day: string, zone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const first = midnight - aheadOf(midnight - kDay / 2, zone);
  const second = midnight - aheadOf(first, zone);
  const time = shown(second, zone) === midnight ? second : first;
  return new Date(time).toISOString().replace(".000Z", "Z");
}

/** The limit of a period for the server: a day of the calendar as its first instant in the zone. */
export const limitIn = (text: string, zone: string): string =>
  isDay(text) && zone !== "UTC" ? startOfDay(text, zone) : text;

/** "2025-03-01T10:30:00+01:00": an instant as written on a clock of the zone, with its distance to UTC. */
export function writtenIn(iso: string, zone: string): string {
  const time = Date.parse(iso);
  const ahead = Math.round(aheadOf(time, zone) / 1000);
  const plain = new Date(shown(time, zone)).toISOString().replace(/(\.000)?Z$/, "");
  if (ahead === 0) return `${plain}Z`;
  const [sign, minutes] = [ahead < 0 ? "-" : "+", Math.abs(Math.round(ahead / 60))];
  const two = (number: number) => String(number).padStart(2, "0");
  return `${plain}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The day before, or some days after. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * kDay).toISOString().slice(0, 10);
