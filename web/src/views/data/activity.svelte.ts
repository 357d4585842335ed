// What others do on a document that is open here: asked every few seconds while the page is seen.
import { call } from "../../api/client";
import type { Activity } from "../../api/shapes";

const kEveryMs = 2000;

/** Tells `seen` what is new until the signal fires; what cannot be asked just now is asked again later. */
export function watchActivity(
  route: string,
  signal: AbortSignal,
  seen: (activity: Activity) => void,
): void {
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const activity = await call<Activity>("GET", `${route}/activity`, undefined, signal);
      if (!signal.aborted) seen(activity);
    } catch {
      // The next round asks again; the page's own requests say what is wrong.
    }
  };
  let timer = 0;
  const round = async () => {
    await ask();
    if (!signal.aborted) timer = window.setTimeout(() => void round(), kEveryMs);
  };
  void round();
  signal.addEventListener("abort", () => window.clearTimeout(timer));
}
