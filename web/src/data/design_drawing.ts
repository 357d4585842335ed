// A design as a drawing of its own, for pictures and paper: phases, stages, touchpoints, and what is owed and aimed at.
//
//   DesignMap + Measure  ->  Drawing { boxes and lines of text }  ->  svgOf  ->  one SVG that needs nothing else
//
// Always in light colours. Pure: how wide a text is comes in as a function.
import type { Words } from "../app/words/en";
import {
  inLanguage,
  titleOf,
  type DesignMap,
  type LocalWords,
  type MapStage,
  type MapTouchpoint,
} from "./design_map";
import { flow, heightOf, type Line, type Measure, type Piece, type Tone } from "./flow";
import { kReadable, type Paper } from "./paper";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  fill: string;
  dashed: boolean;
}
export interface Text {
  x: number;
  y: number;
  text: string;
  tone: Tone;
}
export interface Drawing {
  width: number;
  height: number;
  boxes: Box[];
  texts: Text[];
}
export interface DesignVoice {
  say: Words["studio"];
  language: "en" | "fr";
}

export const kInk: Partial<Record<Tone, string>> = { muted: "#59616b" };
export const kLook: Partial<Record<Tone, { size: number; weight: number }>> = {
  muted: { size: 11.5, weight: 400 },
  strong: { size: 12, weight: 650 },
  title: { size: 13, weight: 650 },
};
export const kPlain = { size: 12, weight: 400, ink: "#1b1f24" };

/** Width of a column in pictures; on paper columns take the room that there is, up to the wider one. */
export const kColumn = 176;
const kWidest = 250;
const kGap = 10;
const kPad = 7;
const kPhase = 26;
const kLines = 8;

const need = (text: LocalWords, { language }: DesignVoice): Piece[] => [
  { text: `• ${inLanguage(text, language)}`, tone: "plain" },
];

function headOf(stage: MapStage, at: number, { say, language }: DesignVoice): Piece[][] {
  const lines: Piece[][] = [
    [{ text: `${at + 1}. ${titleOf(stage, stage.id, language)}`, tone: "title" }],
  ];
  if (stage.importance !== null)
    lines.push([{ text: `★ ${say.truth(stage.importance)}`, tone: "plain" }]);
  const tags = [stage.optional && say.optional, !stage.contact && say.noContact].filter(Boolean);
  if (tags.length > 0) lines.push([{ text: tags.join(", "), tone: "muted" }]);
  return lines;
}

/** How a touchpoint is planned: who starts it, where, and whether something is transacted. */
export const howOf = (one: MapTouchpoint, say: Words["studio"]): string =>
  [
    one.role === "push" ? `→ ${say.push}` : `← ${say.pull}`,
    ...(one.channels === null
      ? [say.anyChannel]
      : one.channels.length === 0
        ? [say.noChannel]
        : one.channels),
    ...(one.kind === "transactional" ? [say.transactional] : []),
  ].join(" · ");

const cardOf = (one: MapTouchpoint, { say, language }: DesignVoice): Piece[][] => [
  [{ text: titleOf(one, one.name, language), tone: "plain" }],
  [{ text: howOf(one, say), tone: "muted" }],
];

function factsOf(stage: MapStage, voice: DesignVoice): Piece[][] {
  const { say, language } = voice;
  const muted = (text: string): Piece[] => [{ text, tone: "muted" }];
  const facts: Piece[][] = [];
  if (stage.promise) {
    facts.push(muted(`◷ ${say.promised(stage.promise.within)}`));
    const text = inLanguage(stage.promise.text, language);
    if (text) facts.push([{ text, tone: "plain" }]);
  }
  const targets = targetsOf(stage, say);
  if (targets) facts.push(muted(`◎ ${targets}`));
  if (stage.desired.low || stage.desired.high)
    facts.push(muted(say.desired(stage.desired.low, stage.desired.high)));
  for (const kind of ["explicit", "implicit"] as const) {
    if (stage.needs[kind].length === 0) continue;
    facts.push([{ text: say.panel[kind], tone: "strong" }]);
    facts.push(...stage.needs[kind].map((text) => need(text, voice)));
  }
  return facts;
}

/** What a stage aims at, in one line; empty if at nothing. */
export const targetsOf = (stage: MapStage, say: Words["studio"]): string =>
  (["reach", "satisfaction", "cx"] as const)
    .flatMap((key) => (stage.target[key] ? [`${say.targets[key]} ${stage.target[key]}`] : []))
    .join(", ");

/** Draws the stages from `from` up to, without, `to`. */
export function drawingOf(
  map: DesignMap,
  [from, to]: [number, number],
  voice: DesignVoice,
  measure: Measure,
  column = kColumn,
): Drawing {
  const { say, language } = voice;
  const drawing: Drawing = { width: 0, height: 0, boxes: [], texts: [] };
  const inner = column - 2 * kPad;
  const lines = (paragraphs: Piece[][]): Line[] =>
    paragraphs.flatMap((paragraph) => flow(paragraph, inner, measure, kLines));
  const write = (x: number, top: number, written: Line[]): number => {
    let y = top;
    for (const line of written) {
      y += line.height;
      for (const piece of line.pieces)
        drawing.texts.push({ x: x + piece.x, y: y - 4, text: piece.text, tone: piece.tone });
    }
    return y;
  };
  const box = (x: number, top: number, written: Line[], fill: string, dashed = false): number => {
    const height = heightOf(written) + 2 * kPad - 2;
    drawing.boxes.push({ x, y: top, width: column, height, fill, dashed });
    write(x + kPad, top + kPad - 2, written);
    return top + height;
  };
  const stages = map.stages.slice(from, to);
  const heads = stages.map((stage, n) => lines(headOf(stage, from + n, voice)));
  const headHeight = Math.max(0, ...heads.map(heightOf)) + 2 * kPad - 2;
  stages.forEach((stage, n) => {
    const x = n * (column + kGap);
    if (stage.phase !== stages[n - 1]?.phase) {
      const length = stages.slice(n).findIndex((one) => one.phase !== stage.phase);
      const width = (length < 0 ? stages.length - n : length) * (column + kGap) - kGap;
      const title = inLanguage(map.phases[stage.phase] ?? {}, language) || say.phases[stage.phase];
      drawing.texts.push({ x: x + 2, y: 14, text: title, tone: "strong" });
      drawing.boxes.push({ x, y: 20, width, height: 2, fill: "#c6c9c6", dashed: false });
    }
    box(x, kPhase, heads[n]!, "#f0f0ed");
    drawing.boxes[drawing.boxes.length - 1]!.height = headHeight;
    let y = kPhase + headHeight + 6;
    for (const one of stage.touchpoints)
      y = box(x, y, lines(cardOf(one, voice)), "#ffffff", one.channels?.length === 0) + 4;
    y = write(x + 4, y + 4, lines(factsOf(stage, voice)));
    drawing.height = Math.max(drawing.height, y + 4);
  });
  drawing.width = Math.max(column, stages.length * (column + kGap) - kGap);
  if (to >= map.stages.length && map.loop.from) {
    const titled = (id: string) => {
      const stage = map.stages.find((one) => one.id === id);
      return stage ? titleOf(stage, id, language) : id;
    };
    const text = `↺ ${say.loop(titled(map.loop.from), titled(map.loop.to))}`;
    drawing.height += 20;
    drawing.texts.push({ x: 2, y: drawing.height - 6, text, tone: "muted" });
  }
  return drawing;
}

export interface DesignBand {
  drawing: Drawing;
  scale: number;
}

/** The design on paper: as few bands of stages as keep its text readable. */
export function designBands(
  map: DesignMap,
  voice: DesignVoice,
  measure: Measure,
  paper: Paper,
): DesignBand[] {
  const count = map.stages.length;
  let bands: DesignBand[] = [];
  for (let pages = 1; pages <= Math.max(1, count); ++pages) {
    const size = Math.ceil(count / pages);
    const room = Math.floor((paper.width + kGap) / Math.max(1, size)) - kGap;
    const column = Math.min(kWidest, Math.max(kColumn, room));
    bands = Array.from({ length: Math.ceil(count / size) || 1 }, (_, n) => {
      const part: [number, number] = [n * size, Math.min(count, (n + 1) * size)];
      const drawing = drawingOf(map, part, voice, measure, column);
      const high = n === 0 ? paper.first : paper.next;
      const scale = Math.min(1, paper.width / drawing.width, high / drawing.height);
      return { drawing, scale };
    });
    if (bands.every((band) => band.scale >= kReadable)) break;
  }
  return bands;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const kMargin = 20;
const kHead = 56;

/** One SVG that needs nothing else: heading, note, drawing. */
export function svgOf(drawing: Drawing, title: string, note: string, font: string): string {
  const [width, height] = [drawing.width + 2 * kMargin, drawing.height + kHead + kMargin];
  const text = (
    one: { x: number; y: number; text: string },
    size: number,
    weight: number,
    ink: string,
  ) =>
    `<text x="${one.x}" y="${one.y}" font-size="${size}" font-weight="${weight}" fill="${ink}">${escaped(one.text)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" `,
    `viewBox="0 0 ${width} ${height}" font-family="${escaped(font)}">`,
    `<title>${escaped(title)}</title><rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text({ x: kMargin, y: 26, text: title }, 16, 650, kPlain.ink),
    text({ x: kMargin, y: 44, text: note }, 12, 400, kInk.muted!),
    `<g transform="translate(${kMargin} ${kHead})">`,
    ...drawing.boxes.map(
      (box) =>
        `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="${box.height > 8 ? 5 : 0}" ` +
        `fill="${box.fill}"${box.height > 8 ? ' stroke="#c6c9c6"' : ""}${box.dashed ? ' stroke-dasharray="4 3"' : ""}/>`,
    ),
    ...drawing.texts.map((one) => {
      const look = kLook[one.tone] ?? kPlain;
      return text(one, look.size, look.weight, kInk[one.tone] ?? kPlain.ink);
    }),
    "</g></svg>",
  ].join("");
}
