// The words of conformance, explained where they stand.
import type { Entry } from "./glossary";

export const en = {
  conformance: {
    word: "Conformance",
    text: "Each journey is laid beside the design at the least cost. It fits if nothing is missed, out of place or on another channel than planned. Running journeys are laid beside its beginning.",
    source: "Adriansyah, 2014",
  },
  averageFitness: {
    word: "Average fitness",
    text: "Each journey's fitness is 1 less what its deviations cost, over what it costs to do everything otherwise. The mean over journeys: each counts alike.",
    source: "van der Aalst, Process Mining, 2016",
  },
  logFitness: {
    word: "Log fitness",
    text: "1 less all costs together, over what it costs to do everything otherwise, together. Long journeys weigh more than in the average.",
    source: "van der Aalst, Process Mining, 2016",
  },
  departure: {
    word: "First departure",
    text: "The first deviation of a journey: where it leaves the design. Each journey that deviates has one.",
    source: "Parcours",
  },
  controlLimits: {
    word: "Control limits",
    text: "Where the share of a week should lie if all stays as in the weeks before: about 3 weeks in 1,000 lie outside by chance. Journeys count in the week in which they ended.",
    source: "Shewhart, 1931; Laney, 2002",
  },
  deviationValue: {
    word: "Value beside those that fit",
    text: "Mean value of the journeys that hold the deviation and are over, less that of those that fit, with its interval. Bold: more than chance. It goes with the deviation, which does not make it the cause.",
    source: "Parcours",
  },
} satisfies Record<string, Entry>;

export const fr: typeof en = {
  conformance: {
    word: "Conformité",
    text: "Chaque parcours est rapproché du parcours cible au moindre coût. Il est conforme si rien ne manque, n’est hors de sa place ou par un autre canal que prévu. Les parcours en cours sont rapprochés de son début.",
    source: "Adriansyah, 2014",
  },
  averageFitness: {
    word: "Conformité moyenne",
    text: "La conformité d’un parcours est 1 moins le coût de ses écarts, rapporté au coût de tout faire autrement. C’est la moyenne des parcours : chacun compte autant.",
    source: "van der Aalst, Process Mining, 2016",
  },
  logFitness: {
    word: "Conformité d’ensemble",
    text: "1 moins tous les coûts ensemble, rapportés au coût de tout faire autrement, ensemble. Les longs parcours y pèsent plus que dans la moyenne.",
    source: "van der Aalst, Process Mining, 2016",
  },
  departure: {
    word: "Premier écart",
    text: "Le premier écart d’un parcours : là où il quitte le parcours cible. Chaque parcours qui s’écarte en a un.",
    source: "Parcours",
  },
  controlLimits: {
    word: "Limites de contrôle",
    text: "Où doit se trouver la part d’une semaine si tout reste comme les semaines d’avant : environ 3 semaines sur 1 000 en sortent par hasard. Un parcours compte dans la semaine où il s’est terminé.",
    source: "Shewhart, 1931 ; Laney, 2002",
  },
  deviationValue: {
    word: "Valeur par rapport aux conformes",
    text: "Valeur moyenne des parcours terminés qui ont l’écart, moins celle des conformes, avec son intervalle. En gras : plus que le hasard. Elle va avec l’écart, ce qui n’en fait pas la cause.",
    source: "Parcours",
  },
};
