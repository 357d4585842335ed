// The time zone in which days and clocks are read: from the address, else the browser's own.
import { isZone } from "../data/zone";
import { address } from "./address.svelte";

export const kBrowserZone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

export function zone(): string {
  const chosen = address.param("zone");
  return isZone(chosen) ? chosen : kBrowserZone;
}

/** Every zone that the browser knows, its own and UTC first. */
export const zones = (): string[] => [
  ...new Set([kBrowserZone, "UTC", ...Intl.supportedValuesOf("timeZone")]),
];
