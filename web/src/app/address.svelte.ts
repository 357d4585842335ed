// The address bar is the state of every screen: path, question parameters, selection, language.
//
// Every screen keeps language, time zone and selection; the rest is its own.
//
//   address.param("from")          reads (and follows) one parameter
//   hrefOf("/customers", {…})      an address that keeps what is global
//   go(href)                       moves there; back and forward work

import { held, moved } from "./leaving.svelte";

/** Parameters that stay when the screen changes. */
const kGlobal = ["lang", "zone", "from", "to", "by", "touchpoints", "lifecycle", "only"];

interface Place {
  path: string;
  params: URLSearchParams;
  hash: string;
}

const placeOf = (url: { pathname: string; search: string; hash: string }): Place => ({
  path: url.pathname,
  params: new URLSearchParams(url.search),
  hash: url.hash.slice(1),
});
const read = (): Place => placeOf(location);

let place = $state.raw<Place>(read());

/** Whether another place differs in its path (null) or in a parameter. */
const differs =
  (next: Place) =>
  (name: string | null): boolean =>
    name === null ? next.path !== place.path : next.params.get(name) !== place.params.get(name);

// Steps are numbered, so that one which the browser has already made can be taken back while somebody is asked.
const stepOf = (state: unknown): number | null =>
  typeof state === "number" ? state : state === null ? 0 : null;
let step = stepOf(history.state) ?? 0;
let returning = false;

addEventListener("popstate", () => {
  const to = stepOf(history.state);
  if (returning) {
    returning = false;
    return;
  }
  const by = to === null ? 0 : to - step;
  if (by !== 0 && held(differs(read()), () => history.go(by))) {
    returning = true;
    history.go(-by);
    return;
  }
  if (to !== null) step = to;
  place = read();
  moved();
});

export const address = {
  get path(): string {
    return place.path;
  },
  get hash(): string {
    return place.hash;
  },
  param(name: string): string | null {
    return place.params.get(name);
  },
};

export type Patch = Record<string, string | number | null | undefined>;

function written(path: string, params: URLSearchParams): string {
  // Commas, colons and slashes are allowed in a query and read better as they are.
  const text = params.toString().replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%2F/g, "/");
  return text === "" ? path : `${path}?${text}`;
}

function patched(params: URLSearchParams, patch: Patch): URLSearchParams {
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined || value === "") params.delete(name);
    else params.set(name, String(value));
  }
  return params;
}

/** An address of another screen: what is global stays, the rest is `patch`. */
export function hrefOf(path: string, patch: Patch = {}): string {
  const params = new URLSearchParams();
  for (const name of kGlobal) {
    const value = place.params.get(name);
    if (value !== null) params.set(name, value);
  }
  return written(path, patched(params, patch));
}

/** The address of this screen with some parameters changed. */
export function here(patch: Patch): string {
  return written(place.path, patched(new URLSearchParams(place.params), patch));
}

/**
 * Moves to an address of this application; `replace` leaves no step to go back to. False where somebody is
 * asked first, because something would be lost.
 */
export function go(href: string, how: "push" | "replace" = "push"): boolean {
  if (href === location.pathname + location.search + location.hash) return true;
  const next = placeOf(new URL(href, location.href));
  if (held(differs(next), () => void go(href, how))) return false;
  if (how === "push") history.pushState(++step, "", href);
  else history.replaceState(step, "", href);
  place = read();
  moved();
  return true;
}

/** Lets plain links inside the page move without loading it anew. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element).closest?.("a");
  const href = link?.getAttribute("href");
  if (!link || !href?.startsWith("/") || href.startsWith("/api/")) return;
  if (link.hasAttribute("download") || link.hasAttribute("target")) return;
  event.preventDefault();
  go(href);
}
