// Journeys: how each design stands, and what needs a look now.
import { ask } from "../../api/client";
import type { Overview } from "../../api/shapes";
import { register } from "../../app/context";
import JourneysView from "./JourneysView.svelte";

export const journeysView = register<Overview>({
  id: "journeys",
  path: /^\/$/,
  nav: "journeys",
  title: (words) => words.canvas.journeysTitle,
  question: (words) => words.canvas.journeysQuestion,
  reads: [],
  load: (_, signal) => ask("overview", {}, signal),
  draw: JourneysView,
  selects: false,
});
