// bpmn-js with its styles: fetched only where a process is drawn.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

/** The part of bpmn-js's canvas that is used here. */
interface Canvas {
  /** The scale, after going to another if one is given. */
  zoom(to?: number | "fit-viewport", around?: "auto"): number;
}

export interface Drawing {
  zoom(by: number): void;
  fit(): void;
  destroy(): void;
}

/** Draws a BPMN text into an element, in the colours of the theme. */
export async function draw(host: HTMLElement, xml: string): Promise<Drawing> {
  const viewer = new NavigatedViewer({
    container: host,
    bpmnRenderer: {
      defaultFillColor: "var(--surface)",
      defaultStrokeColor: "var(--ink)",
      defaultLabelColor: "var(--ink)",
    },
  });
  try {
    await viewer.importXML(xml);
  } catch (problem) {
    viewer.destroy();
    throw problem;
  }
  const canvas = viewer.get<Canvas>("canvas");
  const fit = () => void canvas.zoom("fit-viewport", "auto");
  fit();
  return {
    zoom: (by) => void canvas.zoom(canvas.zoom() * by, "auto"),
    fit,
    destroy: () => viewer.destroy(),
  };
}
