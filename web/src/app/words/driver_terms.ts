// The words of contact drivers, explained where they stand.
import type { Entry } from "./glossary";

export const en = {
  driver: {
    word: "Contact driver",
    text: "A sequence that customers met before a contact more often than others at comparable moments. It is associated with the contact, which does not make it the cause.",
    source: "Breslow & Day, 1980; Agrawal & Srikant, 1995",
  },
  comparable: {
    word: "Comparable moment",
    text: "An event of another customer who had no contact so far, as busy in the time before and about as long into their journey.",
    source: "Breslow & Day, 1980",
  },
  lift: {
    word: "Lift",
    text: "How many times as often the pattern was met before a contact as at comparable moments. 1: just as often.",
    source: "Parcours",
  },
  falseFindings: {
    word: "False findings",
    text: "The share of false findings to expect if this pattern and all above it are believed: its probability by chance, held against all patterns compared.",
    source: "Benjamini & Hochberg, 1995",
  },
} satisfies Record<string, Entry>;

export const fr: typeof en = {
  driver: {
    word: "Avant un contact",
    text: "Une suite que des clients ont rencontrée avant un contact plus souvent que d’autres à des moments comparables. Elle est associée au contact, ce qui n’en fait pas la cause.",
    source: "Breslow & Day, 1980 ; Agrawal & Srikant, 1995",
  },
  comparable: {
    word: "Moment comparable",
    text: "Un événement d’un autre client sans contact jusque-là, aussi actif dans le temps qui précède et à peu près au même âge de son parcours.",
    source: "Breslow & Day, 1980",
  },
  lift: {
    word: "Lift",
    text: "Combien de fois plus souvent le motif a été rencontré avant un contact qu’à des moments comparables. 1 : tout autant.",
    source: "Parcours",
  },
  falseFindings: {
    word: "Fausses découvertes",
    text: "La part de fausses découvertes à attendre si l’on croit ce motif et tous ceux au-dessus : sa probabilité par hasard, rapportée à tous les motifs comparés.",
    source: "Benjamini & Hochberg, 1995",
  },
};
