// Names of touchpoints as they stand in an address and in a field: one name, or several between signs.
//
//   order.placed>"a > b">"say ""yes"""   <->   ["order.placed", "a > b", 'say "yes"']
//
// A name that holds a sign, or that would read as something else, stands in "double quotes" ("" inside for
// one), as in a question on the command line. A quote that never closes, or that closes in the middle of a
// name, is part of the name.

/** What stands between steps, and between touchpoints of the filter. */
export type Between = ">" | ",";

const kNeedsQuotes = /[>,]|^["\s]|\s$|^$/;

/** One name; it reads the same whatever it stands between. */
export const writeName = (name: string): string =>
  kNeedsQuotes.test(name) ? `"${name.replaceAll('"', '""')}"` : name;

export const writeNames = (names: string[], between: Between): string =>
  names.map(writeName).join(between);

/** A text that is one name alone; signs in it divide nothing. */
export function readName(text: string): string {
  const quoted = /^\s*"((?:[^"]|"")*)"\s*$/.exec(text);
  return quoted ? (quoted[1] ?? "").replaceAll('""', '"') : text.trim();
}

/** The names of a text; empty ones are left out. */
export function readNames(text: string | null, between: Between): string[] {
  const names: string[] = [];
  for (let rest = text ?? ""; rest !== "";) {
    const quoted = new RegExp(`^\\s*"(?:[^"]|"")*"\\s*(?=${between}|$)`).exec(rest);
    const plain = rest.indexOf(between);
    const end = quoted ? quoted[0].length : plain < 0 ? rest.length : plain;
    names.push(readName(rest.slice(0, end)));
    rest = rest.slice(end + 1);
  }
  return names.filter((name) => name !== "");
}
