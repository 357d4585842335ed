// What the canvas says in each lane of a stage, in words and numbers; every number with the set behind it.
//
//   Stage  ->  paragraphs of pieces per lane. How they are broken and drawn is decided elsewhere.
import type { Canvas, JourneySet, Look, Stage, Title } from "../api/shapes";
import type { Words } from "../app/words/en";
import { differenceOf, type Difference } from "./difference";
import { differenceText } from "./figure_text";
import type { Piece, Tone } from "./flow";
import {
  formatCount,
  formatDuration,
  formatInterval,
  formatScore,
  formatShare,
  formatSigned,
  plural,
} from "./format";

export interface Voice {
  words: Words;
  language: "en" | "fr";
  design: string | null;
}

/** Fewer answers than this are drawn hollow: too few for a verdict by themselves. */
export const kThin = 30;
/** Channels used by fewer of the stage's journeys than this are left to the table. */
const kChannelShown = 0.05;
const kChannelsShown = 3;

/** Whether the server ranks the stage for this reason: what it does not, is not coloured either. */
const ranked = (look: Look | undefined, reason: Look["why"][number]["reason"]): boolean =>
  look?.why.some((why) => why.reason === reason) ?? false;

const said = (title: Title, voice: Voice): string => title[voice.language] || title.en;
const piece = (text: string, tone: Tone = "plain", more: Partial<Piece> = {}): Piece => ({
  text,
  tone,
  ...more,
});

type What = Extract<JourneySet, { of: "stage" }>["what"];
const stageSet = (
  stage: Stage,
  what: What,
  voice: Voice,
  more: { channel?: string; interaction?: string } = {},
): JourneySet => ({
  of: "stage",
  design: voice.design,
  stage: stage.id,
  what,
  ...more,
});

function counted(count: number, voice: Voice): string {
  return plural(count, voice.language, ...voice.words.app.count.journeys);
}

export function headText(stage: Stage, voice: Voice): Piece[][] {
  const say = voice.words.canvas;
  const title = said(stage.title, voice);
  const truth: Partial<Piece> = stage.moment_of_truth
    ? { shape: "truth", label: `${title}, ${say.momentOfTruth}` }
    : {};
  const tags = [stage.contact ? "" : say.noContact, stage.optional ? say.optional : ""].filter(
    Boolean,
  );
  return [
    [piece(title, "title", truth)],
    ...(tags.length > 0 ? [[piece(tags.join(" · "), "muted")]] : []),
  ];
}

export function designedText(stage: Stage, voice: Voice): Piece[][] {
  const say = voice.words.canvas;
  const { channels, promise, target } = stage.designed;
  if (!stage.contact) return [[piece(say.noContact, "muted")]];
  const targets = [
    target.reach === null ? "" : formatShare(target.reach, voice.language),
    target.satisfaction === null ? "" : formatScore(target.satisfaction, voice.language),
    target.cx === null ? "" : say.cx(formatSigned(target.cx, voice.language)),
  ].filter(Boolean);
  return [
    [piece(channels.join(" · ") || "–", channels.length > 0 ? "plain" : "muted")],
    ...(promise ? [[piece(said(promise.text, voice), "strong")]] : []),
    ...(promise?.counted === "open" ? [[piece(say.openHours, "muted")]] : []),
    ...(targets.length > 0 ? [[piece(say.target(targets.join(" · ")), "muted")]] : []),
  ];
}

export function livedText(
  stage: Stage,
  canvas: Canvas,
  before: Stage | null,
  look: Look | undefined,
  voice: Voice,
): Piece[][] {
  const say = voice.words.canvas;
  const { lived } = stage;
  if (!lived) return [[piece(say.noContactLived, "muted")]];
  const share = (part: number) =>
    formatShare(canvas.base.journeys ? part / canvas.base.journeys : 0, voice.language);
  const title = said(stage.title, voice);
  const open = (text: string, what: What, count: number, tone: Tone = "plain"): Piece =>
    piece(text, tone, {
      set: stageSet(stage, what, voice),
      label: `${title}: ${text}, ${counted(count, voice)}`,
    });
  const paragraphs: Piece[][] = [
    [
      open(
        lived.share === null ? "–" : formatShare(lived.share, voice.language),
        "reached",
        lived.reached,
        "big",
      ),
      piece(formatInterval(lived.interval, "share", voice.language), "muted"),
    ],
    [
      piece(formatCount(lived.reached, voice.language), "muted"),
      piece(say.ofBase(formatCount(canvas.base.journeys, voice.language)), "muted"),
    ],
  ];
  const change = before?.lived
    ? differenceOf(
        { mean: lived.share, interval: lived.interval },
        { mean: before.lived.share, interval: before.lived.interval },
      )
    : null;
  if (change) paragraphs.push(changeText(change, "share", voice));
  if (lived.running > 0)
    paragraphs.push([open(say.running(share(lived.running)), "running", lived.running)]);
  if (lived.time.median_us !== null && lived.time.median_us > 0)
    paragraphs.push([
      piece(say.median(formatDuration(lived.time.median_us, voice.language)), "muted"),
    ]);
  if (lived.promise && lived.promise.broken_share !== null) {
    const text = say.lateShort(formatShare(lived.promise.broken_share, voice.language));
    paragraphs.push([
      open(text, "promise_broken", lived.promise.broken, ranked(look, "promise") ? "bad" : "plain"),
      piece(formatInterval(lived.promise.interval, "share", voice.language), "muted"),
    ]);
  }
  const later = before?.lived?.promise
    ? differenceOf(
        { mean: lived.promise?.broken_share, interval: lived.promise?.interval },
        { mean: before.lived.promise.broken_share, interval: before.lived.promise.interval },
      )
    : null;
  if (later) paragraphs.push(changeText(later, "share", voice, "less"));
  paragraphs.push(...channelText(stage, title, voice));
  return paragraphs;
}

function channelText(stage: Stage, title: string, voice: Voice): Piece[][] {
  const say = voice.words.canvas;
  const shown = (stage.lived?.channels ?? [])
    .filter((c) => c.share >= kChannelShown)
    .slice(0, kChannelsShown);
  const unplanned = stage.lived?.unplanned;
  // Where the plan is kept, the designed lane has said it already.
  if (!unplanned || shown.every((c) => c.planned)) return [];
  return shown.map((c) => {
    const text = `${c.channel} ${formatShare(c.share, voice.language)}`;
    const plan = c.planned ? say.planned : say.notPlanned;
    const link = piece(text, c.planned ? "plain" : "warn", {
      set: stageSet(stage, "channel", voice, { channel: c.channel }),
      label: `${title}: ${text}, ${plan}, ${counted(c.journeys, voice)}`,
    });
    return c.planned ? [link] : [link, piece(say.notPlanned, "warn")];
  });
}

export function feltText(
  stage: Stage,
  before: Stage | null,
  look: Look | undefined,
  voice: Voice,
): Piece[][] {
  const say = voice.words.canvas;
  const { satisfaction, cx, verdict, gap } = stage.felt;
  const title = said(stage.title, voice);
  if (!stage.contact && !satisfaction && !cx) return [];
  const paragraphs: Piece[][] = [
    [
      piece(
        say.verdict[verdict],
        verdict === "disappointing"
          ? "bad"
          : verdict === "delight"
            ? "good"
            : verdict === "neutral"
              ? "strong"
              : "muted",
        {
          shape: verdict,
          label: `${title}: ${say.verdict[verdict]}. ${said(stage.felt.reason, voice)}`,
        },
      ),
    ],
  ];
  if (satisfaction) {
    const n = say.answers(formatCount(satisfaction.n, voice.language));
    paragraphs.push([
      piece(formatScore(satisfaction.mean, voice.language), "strong"),
      piece(formatInterval(satisfaction.interval, "score", voice.language), "muted"),
    ]);
    paragraphs.push([
      piece(n, "plain", {
        set: stageSet(stage, "scored", voice),
        label: `${title}: ${n}, ${counted(satisfaction.journeys, voice)}`,
      }),
    ]);
    const change = before?.felt.satisfaction
      ? differenceOf(satisfaction, before.felt.satisfaction)
      : null;
    if (change) paragraphs.push(changeText(change, "score", voice));
  } else {
    paragraphs.push([piece(say.nobodyAsked, "muted")]);
  }
  if (gap)
    paragraphs.push([
      piece(
        say.gap(formatSigned(gap.value, voice.language)),
        ranked(look, "gap") ? "bad" : "muted",
      ),
    ]);
  if (cx && cx.mean !== null) {
    paragraphs.push([
      piece(say.cx(formatSigned(cx.mean, voice.language)), "plain"),
      piece(formatInterval(cx.interval, "score", voice.language), "muted"),
    ]);
    const change = before?.felt.cx ? differenceOf(cx, before.felt.cx) : null;
    if (change) paragraphs.push(changeText(change, "score", voice));
    if (cx.worst && cx.worst.grade < 0) {
      const worst = said(cx.worst.title, voice);
      paragraphs.push([
        piece(worst, "plain", {
          set: stageSet(stage, "interaction", voice, { interaction: cx.worst.interaction }),
          label: `${title}: ${say.worst(worst)}, ${counted(cx.worst.journeys, voice)}`,
        }),
        piece(`(${formatSigned(cx.worst.grade, voice.language)})`, "bad"),
      ]);
    }
  }
  return paragraphs;
}

/** Now against the other side; `better` says which way is good. */
function changeText(
  change: Difference,
  kind: "share" | "score",
  voice: Voice,
  better: "more" | "less" = "more",
): Piece[] {
  const { value, interval } = differenceText(change, kind, voice.language);
  const tone: Tone = !change.clear
    ? "muted"
    : change.value > 0 === (better === "more")
      ? "good"
      : "bad";
  const label = change.clear ? voice.words.canvas.sureDifference : voice.words.canvas.notSure;
  return [
    piece(`Δ\u00a0${value}`, tone, { label: `${value}, ${label}` }),
    piece(`(${interval})`, "muted"),
  ];
}

export function actionText(stage: Stage, look: Look | undefined, voice: Voice): Piece[][] {
  const say = voice.words.canvas;
  if (!look) {
    const silent = stage.contact && stage.felt.basis === "none";
    return [
      [silent ? piece(say.learnHere, "muted", { to: "/data" }) : piece(say.nothingOpen, "muted")],
    ];
  }
  const because = { verdict: say.becauseVerdict, gap: say.becauseGap, promise: say.becausePromise };
  return [
    [piece(say.rank(look.rank), "strong")],
    [piece(look.why.map((why) => because[why.reason]).join(" · "), "muted")],
  ];
}
