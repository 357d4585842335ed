// Words of the sets behind numbers of conformance.
export const en = {
  sets: {
    fitting: "Journeys that keep to the design",
    deviating: "Journeys that leave the design",
    ambiguous: "Journeys that can be laid beside the design in several ways",
    bounded: "Journeys too long for an exact answer",
    cost: (cost: number) => `Journeys whose deviations cost ${cost}`,
    done: (stage: string) => `Journeys with ${stage}, as planned`,
    substituted: (stage: string) => `Journeys with ${stage} on another channel than planned`,
    missed: (stage: string) => `Journeys that missed ${stage}`,
    contact: (stage: string, contact: string) => `Journeys whose ${contact} stood for ${stage}`,
    on: (touchpoint: string, channel: string) => `${touchpoint} (${channel})`,
    extra: (contact: string) => `Journeys with ${contact} where the design has none`,
    after: (what: string, stage: string) => `${what}, after ${stage}`,
    departure: (what: string) => `${what}: the first deviation`,
  },
};

export const fr: typeof en = {
  sets: {
    fitting: "Parcours conformes au parcours cible",
    deviating: "Parcours qui s’écartent du parcours cible",
    ambiguous: "Parcours que l’on peut rapprocher du parcours cible de plusieurs façons",
    bounded: "Parcours trop longs pour une réponse exacte",
    cost: (cost: number) => `Parcours dont les écarts coûtent ${cost}`,
    done: (stage: string) => `Parcours avec ${stage}, comme prévu`,
    substituted: (stage: string) => `Parcours avec ${stage} par un autre canal que prévu`,
    missed: (stage: string) => `Parcours où manque ${stage}`,
    contact: (stage: string, contact: string) => `Parcours où ${contact} a tenu lieu de ${stage}`,
    on: (touchpoint: string, channel: string) => `${touchpoint} (${channel})`,
    extra: (contact: string) => `Parcours avec ${contact} là où rien n’est prévu`,
    after: (what: string, stage: string) => `${what}, après ${stage}`,
    departure: (what: string) => `${what} : le premier écart`,
  },
};
