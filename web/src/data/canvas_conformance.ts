// What the canvas says of deviations under each stage: as the question "conformance" answers, with its sets.
//
//   Stage + Conformance  ->  a block of lines of a set height, so that nothing moves when the answer comes
import type { Conformance, Deviation, Stage } from "../api/shapes";
import type { Voice } from "./canvas_text";
import { conformanceSet, deviationSet, deviationText, type Asked } from "./conformance";
import { flow, heightOf, type Line, type Measure, type Piece } from "./flow";
import { formatInterval, formatShare, plural } from "./format";

/** The answer; or that it is awaited, or was refused; null where it is left out. */
export type Conformed = Conformance | "waiting" | "failed" | null;

const kShown = 3;
const kFromShare = 0.005;
const kLine = 16;
const kLines = 6;
/** Height of the block, whatever stands in it. */
export const kConformance = kLines * kLine + 8;

const asked = (voice: Voice): Asked => (voice.design ? { design: voice.design } : {});

/** "ad.seen +1 after Compare", "by phone", "missed": the stage's name stands above it. */
function shortText(one: Deviation, conformance: Conformance, voice: Voice): string {
  const say = voice.words.conformance.canvas;
  if (one.deviation === "missed") return say.missed;
  if (one.deviation === "substituted")
    return say.by(one.channel ?? voice.words.conformance.noChannel);
  const more = one.touchpoints.length - 1;
  const contact = `${one.touchpoint ?? ""}${more > 0 ? ` +${more}` : ""}`;
  const after = conformance.stages.find((stage) => stage.id === one.after);
  return after ? say.after(contact, after.title[voice.language]) : say.first(contact);
}

function deviationPieces(one: Deviation, conformance: Conformance, voice: Voice): Piece[] {
  const { words, language } = voice;
  const stageOf = (id: string) =>
    conformance.stages.find((stage) => stage.id === id)?.title[language] ?? id;
  const titles = { stage: stageOf, touchpoint: (name: string) => name };
  const share = formatShare(one.journeys / conformance.base.journeys, language);
  const whole = deviationText(one, words, titles);
  const journeys = plural(one.journeys, language, ...words.app.count.journeys);
  return [
    {
      text: share,
      tone: "plain",
      set: deviationSet(asked(voice), "deviation", one),
      label: `${whole}: ${share}, ${journeys}`,
    },
    { text: shortText(one, conformance, voice), tone: "muted" },
  ];
}

/** The stage's fitness, its most frequent deviations that have room, and the way to all of them. */
export function conformanceLines(
  stage: Stage,
  conformed: Conformed,
  voice: Voice,
  width: number,
  measure: Measure,
): Line[] {
  const { words, language } = voice;
  const say = words.conformance.canvas;
  if (!stage.lived || conformed === null) return [];
  if (typeof conformed === "string") {
    return flow([{ text: say[conformed], tone: "muted" }], width, measure, 2);
  }
  const own = conformed.stages.find((one) => one.id === stage.id);
  if (!own || own.share === null) return [];
  const title = stage.title[language];
  const text = say.fits(formatShare(own.share, language));
  const journeys = plural(own.fitting, language, ...words.app.count.journeys);
  const fits: Piece = {
    text,
    tone: "plain",
    set: conformanceSet(asked(voice), "fitting_at", { stage: stage.id }),
    label: `${title}: ${text}, ${journeys}`,
  };
  const interval: Piece = { text: formatInterval(own.interval, "share", language), tone: "muted" };
  const lines = flow([fits, interval], width, measure, 2);
  const deviations = conformed.deviations.filter(
    (one) =>
      one.stage === stage.id &&
      !one.accepted &&
      one.journeys / conformed.base.journeys >= kFromShare,
  );
  const all: Piece = {
    text: say.all,
    tone: "muted",
    to: "/explore/conformance",
    label: say.allLabel(title),
  };
  const last = deviations.length > 0 ? flow([all], width, measure, 1) : [];
  const room = kLines * kLine - heightOf(last);
  for (const one of deviations.slice(0, kShown)) {
    const next = flow(deviationPieces(one, conformed, voice), width, measure, 2);
    if (heightOf(lines) + heightOf(next) > room) break;
    lines.push(...next);
  }
  return [...lines, ...last];
}
