// Undo and redo of a text: the texts before and after the one shown.
export interface EditHistory {
  past: readonly string[];
  present: string;
  future: readonly string[];
}

const kMost = 200;

export const begin = (text: string): EditHistory => ({ past: [], present: text, future: [] });

/** A change; what was undone before it can no longer be done again. */
export const changedTo = (history: EditHistory, text: string): EditHistory =>
  text === history.present
    ? history
    : { past: [...history.past, history.present].slice(-kMost), present: text, future: [] };

export function undone(history: EditHistory): EditHistory {
  const { past, present, future } = history;
  if (past.length === 0) return history;
  return {
    past: past.slice(0, -1),
    present: past[past.length - 1]!,
    future: [present, ...future],
  };
}

export function redone(history: EditHistory): EditHistory {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future };
}
