// Explore: the questions that were saved, to be opened, asked again and exported.
import { ask } from "../../api/client";
import type { SavedQuestion } from "../../api/shapes";
import { register } from "../../app/context";
import SavedView from "./SavedView.svelte";

export const savedView = register<{ saved: SavedQuestion[] }>({
  id: "saved",
  path: /^\/explore\/saved$/,
  nav: "explore",
  title: (words) => words.saved.tab,
  question: (words) => words.saved.question,
  reads: [],
  load: (_, signal) => ask("saved", {}, signal),
  draw: SavedView,
  selects: false,
});
