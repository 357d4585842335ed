// Personas: who the customers are, what that rests on, and how many they are.
import { ask, Failure } from "../../api/client";
import type { CalendarPeriod, Personas } from "../../api/shapes";
import { register } from "../../app/context";
import { zone } from "../../app/zone.svelte";
import PersonasView from "./PersonasView.svelte";

export interface PersonasData {
  /** Null while no personas are kept. */
  personas: Personas | null;
  period: CalendarPeriod;
}

export const personasView = register<PersonasData>({
  id: "personas",
  path: /^\/personas(?:\/(.+))?$/,
  nav: "customers",
  title: (words) => words.personas.tab,
  question: (words) => words.personas.question,
  reads: ["period"],
  async load({ parts, param, select }, signal) {
    const period = (["day", "week"] as const).find((one) => one === param("period")) ?? "month";
    const name = parts[0] ? { personas: parts[0] } : {};
    try {
      const asked = { select, ...name, period, zone: zone() };
      return { personas: await ask("personas", asked, signal), period };
    } catch (error) {
      // None are kept: the screen says how to write some. A name that is not known stays an error.
      const none = error instanceof Failure && error.status === 404 && !parts[0];
      if (none) return { personas: null, period };
      throw error;
    }
  },
  draw: PersonasView,
  selects: true,
});
