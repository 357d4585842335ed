// Two people's changes to one text, put together line by line.
import { diff3MergeRegions } from "node-diff3";

export interface Merged {
  text: string;
  /** Places that both changed, each in its own way; they stand one below the other, between marks. */
  conflicts: number;
  /** The line of the first mark, from 1; 0 if there is none. */
  firstLine: number;
}

/** What `mine` and `theirs` made of `base`. The marks are no YAML: a text that holds one is refused. */
export function merge(
  mine: string,
  base: string,
  theirs: string,
  names: { mine: string; theirs: string },
): Merged {
  const lines: string[] = [];
  let [conflicts, firstLine] = [0, 0];
  const regions = diff3MergeRegions(mine.split("\n"), base.split("\n"), theirs.split("\n"));
  for (const region of regions) {
    if (region.stable) {
      lines.push(...region.bufferContent);
    } else if (same(region.aContent, region.bContent)) {
      lines.push(...region.aContent);
    } else {
      if (conflicts++ === 0) firstLine = lines.length + 1;
      lines.push(`<<<<<<< ${names.mine}`, ...region.aContent);
      lines.push("=======", ...region.bContent, `>>>>>>> ${names.theirs}`);
    }
  }
  return { text: lines.join("\n"), conflicts, firstLine };
}

const same = (a: string[], b: string[]) =>
  a.length === b.length && a.every((line, n) => line === b[n]);
