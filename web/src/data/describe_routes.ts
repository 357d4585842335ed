// Sets of routes in plain words.
import type { JourneySet } from "../api/shapes";
import type { Words } from "../app/words/en";

export function describeRoute(
  set: Extract<JourneySet, { of: "route" }>,
  words: Words,
  stage: (id: string) => string,
): string {
  const say = words.routes;
  const [from, to] = [set.from, set.to].map((id) => (id ? stage(id) : null));
  if (from && to) return say.set(from, to);
  if (to) return say.began(to);
  return (set.end === "running" ? say.runs : say.ended)(from ?? "");
}
