// The routes really taken over those designed, as arcs between the columns of the canvas.
//
//   Layout + Routes  ->  Arc[]: forward above the line, back below it, as wide as they are frequent
import type { JourneySet, Routes, StageRoute } from "../api/shapes";
import type { Layout } from "./canvas_layout";
import type { Voice } from "./canvas_text";
import { formatInterval, formatShare, plural } from "./format";

/** The answer; or that it is awaited, or was refused. */
export type Routed = Routes | "waiting" | "failed";

export type RouteKind = "designed" | "off" | "unused" | "running";

export interface Arc {
  kind: RouteKind;
  path: string;
  width: number;
  set: JourneySet;
  label: string;
  /** Said at the arc's height; empty where it would crowd. */
  text: string;
  x: number;
  y: number;
}

const kUp = 44;
const kDown = 30;
/** Height of the drawing. */
export const kRoutes = kUp + kDown + 6;
const kWidest = 7;
/** Arcs that are not designed are drawn from this share on, and at most so many. */
const kFromShare = 0.02;
const kMostOff = 12;

export function kindOf(route: StageRoute): RouteKind {
  if (route.designed === null) return "running";
  if (!route.designed) return "off";
  return route.times > 0 ? "designed" : "unused";
}

export function routeSet(route: StageRoute, design: string | null): JourneySet {
  const { from, to, end } = route;
  return { of: "route", ...(design ? { design } : {}), from, to, ...(end ? { end } : {}) };
}

const between = (route: StageRoute): boolean => route.from !== null && route.to !== null;

/** Those between stages: designed ones, and the most frequent others; wide ones first, so that thin ones lie above. */
export function drawnRoutes(routes: StageRoute[]): StageRoute[] {
  const off = routes
    .filter((one) => between(one) && one.designed === false && one.share >= kFromShare)
    .sort((a, b) => b.journeys - a.journeys)
    .slice(0, kMostOff);
  return [...routes.filter((one) => between(one) && one.designed), ...off].sort(
    (a, b) => b.journeys - a.journeys,
  );
}

/** Longer arcs rise higher, ever less so. */
const riseOf = (span: number, room: number): number => (room - 12) * (1 - 0.7 ** span);

export function arcsOf(layout: Layout, answer: Routes, voice: Voice): Arc[] {
  const { language, words } = voice;
  const place = new Map(layout.columns.map((column, n) => [column.stage.id, n]));
  const title = (id: string | null) =>
    answer.stages.find((stage) => stage.id === id)?.title[language] ?? "";
  const line = layout.routesTop + kUp;
  return drawnRoutes(answer.routes).flatMap((route): Arc[] => {
    const [from, to] = [place.get(route.from ?? ""), place.get(route.to ?? "")];
    if (from === undefined || to === undefined) return [];
    const [a, b] = [(from + 0.5) * layout.column, (to + 0.5) * layout.column];
    const span = Math.abs(to - from);
    const rise = to > from ? -riseOf(span, kUp) : riseOf(span, kDown);
    const share = formatShare(route.share, language);
    const kind = kindOf(route);
    const way = words.routes.route(title(route.from), title(route.to));
    const journeys = plural(route.journeys, language, ...words.app.count.journeys);
    return [
      {
        kind,
        path: `M${a} ${line}C${a} ${line + rise * 1.33} ${b} ${line + rise * 1.33} ${b} ${line}`,
        width:
          kind === "unused"
            ? 1.2
            : 1 + kWidest * Math.min(1, route.journeys / (answer.base.placed || 1)),
        set: routeSet(route, voice.design),
        label: `${way}: ${share} (${formatInterval(route.interval, "share", language)}), ${journeys}, ${words.routes[kind]}`,
        text: kind === "off" ? share : "",
        x: (a + b) / 2,
        y: line + rise + (rise < 0 ? -3 : 10),
      },
    ];
  });
}
