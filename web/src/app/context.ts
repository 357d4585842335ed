// What a view is given to load its data, and what a view is.
import type { Component } from "svelte";
import { Failure } from "../api/client";
import type { Select } from "../api/shapes";
import { readSet, selectOf } from "../data/selection";
import { address } from "./address.svelte";
import { zone } from "./zone.svelte";
import type { Words } from "./words/en";

/** The question a screen puts: parts of the path, parameters, the selection. */
export interface Context {
  parts: string[];
  param: (name: string) => string | null;
  select: Select;
}

/** Data of a screen that shows what the server refused beside what is asked; null if it answered. */
export interface Refusable {
  refusal: Failure | null;
}

/** A screen: what it asks, how it loads, how it is drawn. */
export interface View<Data> {
  id: string;
  /** Path of the screen; each group is one of `parts`. */
  path: RegExp;
  /** The entry of the navigation that is lit. */
  nav: "journeys" | "canvas" | "explore" | "customers" | "data";
  title: (words: Words, context: Context, data: Data | null) => string;
  question: (words: Words) => string;
  /** Parameters that change the answer; others do not load again. */
  reads: readonly string[];
  load: (context: Context, signal: AbortSignal) => Promise<Data>;
  draw: Component<{ data: Data; context: Context; reload: () => void }>;
  /** Whether the selection bar stands above it. */
  selects: boolean;
}

/** A view whose data only itself knows. */
export type AnyView = View<unknown>;

export const register = <Data>(view: View<Data>): AnyView => view as unknown as AnyView;

/** Parameters of the selection; part of `reads` of every view that selects. */
export const kSelection = ["from", "to", "by", "touchpoints", "lifecycle", "only", "zone"] as const;

/** Says that a parameter of the address should name a set of journeys and does not. */
export const unreadSet = (name: string, words: Words): Failure =>
  new Failure(
    {
      code: "bad_query",
      message: words.mistakes.unreadSet(name),
      where: null,
      hint: words.mistakes.unreadSetHint,
    },
    400,
  );

export function chosen(): Select {
  return selectOf({
    from: address.param("from"),
    to: address.param("to"),
    by: address.param("by"),
    touchpoints: address.param("touchpoints"),
    lifecycle: address.param("lifecycle"),
    only: readSet(address.param("only")),
    zone: zone(),
  });
}
