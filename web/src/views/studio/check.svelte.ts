// What the server says of a text, asked again a moment after each change.
import { call, Failure } from "../../api/client";
import type { Problem } from "../../api/shapes";

const kPause = 300;

export interface Check {
  readonly state: "none" | "asking" | "valid" | "wrong";
  readonly problem: Problem | null;
}

/** Follows a design's text; null is not asked about. */
export function checkedText(text: () => string | null): Check {
  let state = $state<Check["state"]>("none");
  let problem = $state.raw<Problem | null>(null);

  async function ask(asked: string, signal: AbortSignal): Promise<void> {
    try {
      await call("POST", "/api/documents/designs/check", { text: asked }, signal);
      if (signal.aborted) return;
      [state, problem] = ["valid", null];
    } catch (error) {
      if (signal.aborted) return;
      // Out of reach: nothing is known of it; saving will say what is the matter.
      const refused = error instanceof Failure && error.status >= 400 && error.status < 500;
      [state, problem] = refused ? ["wrong", error.problem] : ["none", null];
    }
  }

  $effect(() => {
    const asked = text();
    if (asked === null) {
      [state, problem] = ["none", null];
      return;
    }
    state = "asking";
    const controller = new AbortController();
    const timer = setTimeout(() => void ask(asked, controller.signal), kPause);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  });

  return {
    get state() {
      return state;
    },
    get problem() {
      return problem;
    },
  };
}
