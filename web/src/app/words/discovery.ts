// Words of the screen "process": what was mined of journeys, and the sets behind its numbers.
export const en = {
  tab: "Process",
  question: "Which process were these journeys lived by, and how many keep to it?",
  process: "Process",
  stage: "Inside a stage",
  anyStage: "The whole journey",
  noise: "Leave out what is rarer than",
  nothing: "nothing",
  fit: "fit the process",
  deviate: "do not fit",
  mined: "mined",
  fitness: (average: string, low: string, high: string) =>
    `Fitness ${average} on average; share that fits between ${low} and ${high} (95 %).`,
  running: (count: string) => `${count} still running: left out, their end is not known.`,
  without: (count: string) => `${count} without an event there.`,
  leftOut: (names: string) => `Too rare for the process: ${names}.`,
  anything:
    "Where no order was found, the process allows any: a stage or a threshold may show more.",
  loose:
    "Journeys are loose. The process of a stage, or without what is rare, says more than one that must allow them all.",
  text: "As text",
  keep: "Keep as a process",
  name: "Name",
  kept: "Hold journeys against it",
  file: "BPMN file",
  activity: "Touchpoint",
  journeys: "Journeys",
  events: "Events",
  done: (activity: string) => `${activity}, as the process allows it`,
  sets: {
    mined: (stage: string | null) =>
      stage === null ? "Mined for the process" : `Mined for the process of “${stage}”`,
    fitting: (stage: string | null) =>
      stage === null ? "Fit the mined process" : `Fit the mined process of “${stage}”`,
    deviating: (stage: string | null) =>
      stage === null
        ? "Do not fit the mined process"
        : `Do not fit the mined process of “${stage}”`,
  },
};

export const fr: typeof en = {
  tab: "Processus",
  question: "Selon quel processus ces parcours ont-ils été vécus, et combien s’y tiennent ?",
  process: "Processus",
  stage: "Dans une étape",
  anyStage: "Tout le parcours",
  noise: "Laisser de côté ce qui est plus rare que",
  nothing: "rien",
  fit: "suivent le processus",
  deviate: "ne le suivent pas",
  mined: "analysés",
  fitness: (average, low, high) =>
    `Adéquation de ${average} en moyenne ; part qui le suit, entre ${low} et ${high} (95 %).`,
  running: (count) => `${count} encore en cours : laissés de côté, leur fin n’est pas connue.`,
  without: (count) => `${count} sans événement à cet endroit.`,
  leftOut: (names) => `Trop rares pour le processus : ${names}.`,
  anything:
    "Là où aucun ordre n’a été trouvé, le processus les permet tous : une étape ou un seuil peut en montrer davantage.",
  loose:
    "Les parcours sont libres. Le processus d’une étape, ou sans ce qui est rare, en dit plus que celui qui doit tous les permettre.",
  text: "En texte",
  keep: "Garder comme processus",
  name: "Nom",
  kept: "Y confronter les parcours",
  file: "Fichier BPMN",
  activity: "Point de contact",
  journeys: "Parcours",
  events: "Événements",
  done: (activity) => `${activity}, comme le processus le permet`,
  sets: {
    mined: (stage) =>
      stage === null
        ? "Ont servi à découvrir le processus"
        : `Ont servi à découvrir le processus de « ${stage} »`,
    fitting: (stage) =>
      stage === null
        ? "Suivent le processus découvert"
        : `Suivent le processus découvert de « ${stage} »`,
    deviating: (stage) =>
      stage === null
        ? "Ne suivent pas le processus découvert"
        : `Ne suivent pas le processus découvert de « ${stage} »`,
  },
};
