// Words of the sets behind promises and rules.
export const en = {
  promise: {
    kept: (stage: string) => `Journeys to which the promise of ${stage} was kept`,
    broken: (stage: string) => `Journeys to which the promise of ${stage} was broken`,
    pending: (stage: string) => `Journeys to which the promise of ${stage} may still be kept`,
    not_concerned: (stage: string) => `Journeys to which ${stage} owed nothing`,
  },
  rule: {
    kept: (rule: string) => `Journeys that keep to the rule ${rule}`,
    broken: (rule: string) => `Journeys that break the rule ${rule}`,
    pending: (rule: string) => `Journeys that may still keep to the rule ${rule}`,
    not_concerned: (rule: string) => `Journeys that the rule ${rule} does not concern`,
  },
  on: (what: string, channel: string) => `${what}, begun on ${channel}`,
  unsaid: "a channel not said",
};

export const fr: typeof en = {
  promise: {
    kept: (stage: string) => `Parcours où la promesse de ${stage} a été tenue`,
    broken: (stage: string) => `Parcours où la promesse de ${stage} a été rompue`,
    pending: (stage: string) => `Parcours où la promesse de ${stage} peut encore être tenue`,
    not_concerned: (stage: string) => `Parcours auxquels ${stage} ne devait rien`,
  },
  rule: {
    kept: (rule: string) => `Parcours qui respectent la règle ${rule}`,
    broken: (rule: string) => `Parcours qui enfreignent la règle ${rule}`,
    pending: (rule: string) => `Parcours qui peuvent encore respecter la règle ${rule}`,
    not_concerned: (rule: string) => `Parcours que la règle ${rule} ne concerne pas`,
  },
  on: (what: string, channel: string) => `${what}, commencés par ${channel}`,
  unsaid: "un canal non précisé",
};
