// How wide a text of the canvas is, by the browser's own measure.
import type { Measure, Tone } from "../../data/flow";

const kFont: Record<Tone, string> = {
  plain: "400 12px",
  muted: "400 11.5px",
  strong: "650 12px",
  big: "650 19px",
  bad: "600 12px",
  good: "600 12px",
  warn: "400 12px",
  title: "650 13px",
};

let pen: CanvasRenderingContext2D | null = null;
const widths = new Map<string, number>();

export function measureWith(): Measure {
  pen ??= document.createElement("canvas").getContext("2d");
  const family = getComputedStyle(document.documentElement).fontFamily;
  return (text, tone) => {
    const key = `${tone} ${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      if (pen) pen.font = `${kFont[tone]} ${family}`;
      width = pen ? pen.measureText(text).width : text.length * 6.6;
      widths.set(key, width);
    }
    return width;
  };
}
