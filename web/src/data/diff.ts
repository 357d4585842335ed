// The difference of two texts, line by line.
import { diffComm } from "node-diff3";

export interface DiffLine {
  kind: "same" | "removed" | "added";
  text: string;
}

export function diffLines(before: string, after: string): DiffLine[] {
  const lines = (kind: DiffLine["kind"], texts: readonly string[]): DiffLine[] =>
    texts.map((text) => ({ kind, text }));
  return diffComm(before.split("\n"), after.split("\n")).flatMap((part) => [
    ...lines("same", part.common ?? []),
    ...lines("removed", part.buffer1 ?? []),
    ...lines("added", part.buffer2 ?? []),
  ]);
}

/** Only what changed, with `context` lines around it; null stands for lines left out. */
export function hunks(lines: DiffLine[], context = 2): (DiffLine | null)[] {
  const near = lines.map((_, n) =>
    lines.slice(Math.max(0, n - context), n + context + 1).some((line) => line.kind !== "same"),
  );
  const shown: (DiffLine | null)[] = [];
  lines.forEach((line, n) => {
    if (near[n]) shown.push(line);
    else if (shown.length > 0 && shown[shown.length - 1] !== null) shown.push(null);
  });
  if (shown[shown.length - 1] === null) shown.pop();
  return shown;
}
