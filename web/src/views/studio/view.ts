// A new design: what it begins with.
import { call } from "../../api/client";
import type { Status } from "../../api/shapes";
import { register } from "../../app/context";
import NewDesignView from "./NewDesignView.svelte";
import type { Template } from "./templates";

export interface NewDesignData {
  templates: Template[];
  /** Whether there are journeys to propose a design from. */
  lived: boolean;
}

export const newDesignView = register<NewDesignData>({
  id: "new-design",
  path: /^\/data\/documents\/new-design$/,
  nav: "data",
  title: (words) => words.studio.start.title,
  question: (words) => words.studio.start.question,
  reads: [],
  async load(_, signal) {
    const [{ templates }, status] = await Promise.all([
      import("./templates"),
      call<Status>("GET", "/api/status", undefined, signal),
    ]);
    return { templates: await templates(), lived: status.events > 0 };
  },
  draw: NewDesignView,
  selects: false,
});
