// The words of the field, explained where they stand: a short definition, and where it comes from.
import { en as conformanceEn, fr as conformanceFr } from "./conformance_terms";
import { en as driversEn, fr as driversFr } from "./driver_terms";

export interface Entry {
  word: string;
  text: string;
  source: string;
}

const kMining = "van der Aalst, Process Mining, 2016";
const kJourney = "Lemon & Verhoef, Journal of Marketing, 2016";
const kWilson = "Wilson, 1927; Brown, Cai & DasGupta, 2001";
const kTruth = "Normann, 1984; Carlzon, 1987";

const entry = (word: string, text: string, source: string): Entry => ({ word, text, source });

export const en = {
  ...conformanceEn,
  ...driversEn,
  journey: entry(
    "Journey",
    "The ordered events of one episode of one customer. Coming back later starts another.",
    kJourney,
  ),
  touchpoint: entry(
    "Touchpoint",
    "A kind of contact between customer and company on a channel.",
    kJourney,
  ),
  stage: entry(
    "Stage",
    "A step of the journey as the customer sees it; before, during or after. It may have no contact at all.",
    kJourney,
  ),
  design: entry(
    "Design",
    "The journey as it should be: stages, touchpoints, channels, promises and targets, written down with versions.",
    "Parcours",
  ),
  lived: entry("Lived", "What customers really did, counted from the events.", "Parcours"),
  felt: entry(
    "Felt",
    "What customers said (scores) and met (graded interactions of the experience repository).",
    "Parcours",
  ),
  actions: entry(
    "To look at first",
    "Stages whose verdict, gap or promise clears its line by its whole interval, with at least ten journeys behind it. Moments of truth first, then disappointing stages, importance, the widest gap, the promise broken most.",
    "Parcours",
  ),
  truth: entry("Moment of truth", "A stage whose handling decides loyalty.", kTruth),
  promise: entry(
    "Promise",
    "A time the company has announced. Broken counts only once the time is over; until then it is pending.",
    "Parcours",
  ),
  reach: entry(
    "Reach",
    "Share of the selected journeys with at least one event of the stage, with its 95 % interval.",
    kWilson,
  ),
  running: entry(
    "Running",
    "Still open at the end of the data: not finished, and not lost.",
    "Parcours",
  ),
  interval: entry(
    "95 % interval",
    "The range in which the true value lies, in 95 of 100 such samples.",
    kWilson,
  ),
  verdict: entry(
    "Verdict",
    "Disappointing, neutral or delight: said only where the whole interval clears the line.",
    "Parcours",
  ),
  satisfaction: entry(
    "Satisfaction",
    "Mean of the scores given at the stage, with its interval and the number of answers.",
    "Parcours",
  ),
  cx: entry(
    "CX score",
    "Sum of the signed grades of the interactions a journey met at the stage; shown as a mean, beside the worst moment.",
    "Parcours",
  ),
  unplanned: entry(
    "Unplanned channel",
    "A channel customers really use at a stage where the design does not foresee it.",
    "Parcours",
  ),
  transition: entry(
    "Transition",
    "Two events that follow each other directly in one journey.",
    kMining,
  ),
  variant: entry("Variant", "All journeys with the same sequence of touchpoints.", kMining),
  funnel: entry(
    "Funnel",
    "How many reach each of several ordered steps in the time given. Other events in between do not matter.",
    "Parcours",
  ),
  retention: entry(
    "Retention",
    "Of the customers who began in one period, the share that came back in a later one. Running is not lost: a period that the data do not hold whole is not known yet.",
    "Parcours",
  ),
  cohort: entry("Cohort", "The customers who began in one day, week or month.", "Parcours"),
  visit: entry(
    "Visit",
    "Journeys of one customer that overlap in time. Who has not come again by the end of the data may still do so: they count for as long as they were seen.",
    "Kaplan & Meier, 1958",
  ),
  waits: entry(
    "Time to event",
    "How long from the start of the clock to the first outcome. Journeys that still wait count as waiting for as long as they have; outcomes that compete are told apart.",
    "Kaplan & Meier, 1958; Aalen & Johansen, 1978",
  ),
  endedWithout: entry(
    "Over without any",
    "A journey that went silent has not had the outcome: until the data end it still waits. If leaving says something, make it an outcome of its own.",
    "Parcours",
  ),
  stalled: entry(
    "Stalled",
    "Running, without an outcome, and waiting longer than nine in ten of the finished journeys took.",
    "Parcours",
  ),
  path: entry(
    "Path tree",
    "What comes next, step by step, from a chosen point; each column sums to the one before.",
    "Parcours",
  ),
  mapping: entry(
    "Mapping",
    "Which columns of a file are customer, time, activity …, and how raw names become touchpoints.",
    "Parcours",
  ),
  refused: entry(
    "Refused row",
    "A row that did not become an event. It is kept with its place and reason.",
    "Parcours",
  ),
  ties: entry(
    "Ties",
    "Events of one journey at exactly the same time: their order is declared, not known.",
    "Parcours",
  ),
};

export type Term = keyof typeof en;

export const fr: typeof en = {
  ...conformanceFr,
  ...driversFr,
  journey: entry(
    "Parcours",
    "Les événements ordonnés d’un épisode d’un client. Revenir plus tard en commence un autre.",
    kJourney,
  ),
  touchpoint: entry(
    "Point de contact",
    "Une sorte de contact entre le client et l’entreprise, sur un canal.",
    kJourney,
  ),
  stage: entry(
    "Étape",
    "Un moment du parcours tel que le client le voit ; avant, pendant ou après. Il peut être sans contact.",
    kJourney,
  ),
  design: entry(
    "Parcours cible",
    "Le parcours tel qu’il devrait être : étapes, points de contact, canaux, promesses et cibles, écrits et versionnés.",
    "Parcours",
  ),
  lived: entry(
    "Vécu",
    "Ce que les clients ont réellement fait, compté d’après les événements.",
    "Parcours",
  ),
  felt: entry(
    "Ressenti",
    "Ce que les clients ont dit (notes) et rencontré (interactions notées du référentiel d’expérience).",
    "Parcours",
  ),
  actions: entry(
    "À regarder d’abord",
    "Étapes dont le verdict, l’écart ou la promesse franchit sa limite par tout son intervalle, avec au moins dix parcours derrière. Moments de vérité d’abord, puis étapes décevantes, importance, plus grand écart, promesse la plus souvent rompue.",
    "Parcours",
  ),
  truth: entry("Moment de vérité", "Une étape dont le traitement décide de la fidélité.", kTruth),
  promise: entry(
    "Promesse",
    "Un délai que l’entreprise a annoncé. Rompue seulement une fois le délai passé ; avant, elle est en attente.",
    "Parcours",
  ),
  reach: entry(
    "Atteinte",
    "Part des parcours choisis avec au moins un événement de l’étape, et son intervalle à 95 %.",
    kWilson,
  ),
  running: entry(
    "En cours",
    "Encore ouvert à la fin des données : ni terminé, ni perdu.",
    "Parcours",
  ),
  interval: entry(
    "Intervalle à 95 %",
    "La plage où se trouve la vraie valeur, dans 95 échantillons sur 100.",
    kWilson,
  ),
  verdict: entry(
    "Verdict",
    "Décevant, neutre ou enchanteur : dit seulement si l’intervalle entier franchit la limite.",
    "Parcours",
  ),
  satisfaction: entry(
    "Satisfaction",
    "Moyenne des notes données à l’étape, avec son intervalle et le nombre de réponses.",
    "Parcours",
  ),
  cx: entry(
    "Score CX",
    "Somme des notes signées des interactions rencontrées à l’étape ; montrée en moyenne, à côté du pire moment.",
    "Parcours",
  ),
  unplanned: entry(
    "Canal non prévu",
    "Un canal que les clients utilisent réellement à une étape où le parcours cible ne le prévoit pas.",
    "Parcours",
  ),
  transition: entry(
    "Transition",
    "Deux événements qui se suivent directement dans un parcours.",
    kMining,
  ),
  variant: entry(
    "Variante",
    "Tous les parcours qui ont la même suite de points de contact.",
    kMining,
  ),
  funnel: entry(
    "Entonnoir",
    "Combien atteignent chacune de plusieurs étapes ordonnées dans le temps donné. Les autres événements entre elles ne comptent pas.",
    "Parcours",
  ),
  retention: entry(
    "Rétention",
    "Parmi les clients qui ont commencé dans une période, la part revenue dans une période suivante. En cours n’est pas perdu : une période que les données ne contiennent pas en entier n’est pas encore connue.",
    "Parcours",
  ),
  cohort: entry(
    "Cohorte",
    "Les clients qui ont commencé le même jour, la même semaine ou le même mois.",
    "Parcours",
  ),
  visit: entry(
    "Visite",
    "Parcours d’un client qui se chevauchent dans le temps. Qui n’est pas revenu à la fin des données peut encore le faire : il compte pour le temps où on l’a vu.",
    "Kaplan & Meier, 1958",
  ),
  waits: entry(
    "Délai",
    "Combien de temps entre le départ et la première issue. Les parcours qui attendent encore comptent pour le temps déjà attendu ; les issues concurrentes sont distinguées.",
    "Kaplan & Meier, 1958 ; Aalen & Johansen, 1978",
  ),
  endedWithout: entry(
    "Terminé sans aucune",
    "Un parcours devenu silencieux n’a pas eu l’issue : jusqu’à la fin des données, il attend encore. Si partir veut dire quelque chose, faites-en une issue en soi.",
    "Parcours",
  ),
  stalled: entry(
    "Bloqué",
    "En cours, sans issue, et en attente depuis plus longtemps que neuf parcours aboutis sur dix.",
    "Parcours",
  ),
  path: entry(
    "Arbre des chemins",
    "Ce qui vient ensuite, pas à pas, depuis un point choisi ; la somme de chaque colonne est celle d’avant.",
    "Parcours",
  ),
  mapping: entry(
    "Mapping",
    "Quelles colonnes d’un fichier sont le client, la date, l’activité…, et comment les noms bruts deviennent des points de contact.",
    "Parcours",
  ),
  refused: entry(
    "Ligne refusée",
    "Une ligne qui n’est pas devenue un événement. Elle est gardée avec son endroit et sa raison.",
    "Parcours",
  ),
  ties: entry(
    "Ex æquo",
    "Événements d’un parcours à exactement la même heure : leur ordre est déclaré, pas connu.",
    "Parcours",
  ),
};
