// Asks before an address is left behind which something not kept would be lost.
//
//   $effect(() => holdAddress(["version"], () => text !== kept))   a screen that can lose something
//   held(changed, proceed)                                         the address bar, before it moves
//   leaving.asked, leaving.stay(), leaving.go()                    the dialog

interface Hold {
  reads: readonly string[];
  loses: () => boolean;
}

let hold: Hold | null = null;
let proceed = $state.raw<(() => void) | null>(null);
let decided = false;

/** Holds the path and the parameters of `reads` while `loses` is true; returns the release. */
export function holdAddress(reads: readonly string[], loses: () => boolean): () => void {
  const own = { reads, loses };
  hold = own;
  return () => {
    if (hold === own) hold = null;
  };
}

/** Whether going away now would lose something. */
export const wouldLose = (): boolean => hold?.loses() ?? false;

/**
 * Whether a move has to wait for an answer: `changed` tells if the path (null) or a parameter would be another
 * one. `go` makes the move once somebody has decided to leave; it ends by calling `moved`.
 */
export function held(changed: (name: string | null) => boolean, go: () => void): boolean {
  if (decided || !hold || !wouldLose()) return false;
  if (!changed(null) && !hold.reads.some(changed)) return false;
  proceed = go;
  return true;
}

/** The move that was decided on is made; the next one is asked for again. */
export function moved(): void {
  decided = false;
}

export const leaving = {
  get asked(): boolean {
    return proceed !== null;
  },
  stay(): void {
    proceed = null;
  },
  go(): void {
    const go = proceed;
    proceed = null;
    decided = true;
    go?.();
  },
};
