// Every screen, in the order in which addresses are tried.
import { canvasView } from "../views/canvas/view";
import { funnelView, graphView, pathsView, variantsView } from "../views/explore/views";
import { conformanceView } from "../views/explore/conformance_view";
import { discoveryView } from "../views/explore/discovery_view";
import { promisesView } from "../views/explore/promises_view";
import { driversView } from "../views/explore/drivers_view";
import { retentionView } from "../views/explore/retention_view";
import { patternsView } from "../views/explore/patterns_view";
import { savedView } from "../views/explore/saved_view";
import { waitsView } from "../views/explore/waits_view";
import { journeysView } from "../views/journeys/view";
import { documentsView, documentView, importsView, refusedView } from "../views/data/views";
import { personasView } from "../views/personas/view";
import { newDesignView } from "../views/studio/view";
import { customersView, customerView } from "../views/people/views";
import type { AnyView } from "./context";

const views: AnyView[] = [
  journeysView,
  canvasView,
  graphView,
  pathsView,
  variantsView,
  funnelView,
  waitsView,
  retentionView,
  patternsView,
  driversView,
  conformanceView,
  discoveryView,
  promisesView,
  savedView,
  customersView,
  customerView,
  personasView,
  importsView,
  refusedView,
  documentsView,
  newDesignView,
  documentView,
];

export function viewAt(path: string): { view: AnyView; parts: string[] } | null {
  const plain = path.length > 1 ? path.replace(/\/$/, "") : path;
  for (const view of views) {
    const match = view.path.exec(plain);
    if (!match) continue;
    try {
      return { view, parts: match.slice(1).map((part) => decodeURIComponent(part ?? "")) };
    } catch {
      return null;
    }
  }
  return null;
}
