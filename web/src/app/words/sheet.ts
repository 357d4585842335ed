// Words of a design shown as one table.
export const en = {
  title: "What the design says, stage by stage",
  forWhom: (segment: string, typology: string) =>
    typology ? `For: ${segment}, ${typology}.` : `For: ${segment}.`,
  loop: (from: string, to: string) => `After “${from}” it begins again at “${to}”.`,
  moment: (importance: number) => `moment of truth (${importance})`,
  optional: "may be left out",
  noContact: "without contact",
  insteadOf: (stage: string) => `or “${stage}”`,
  notPlanned: "not planned",
  role: { push: "push", pull: "pull" },
  kind: { informative: "informative", transactional: "transactional" },
  by: (choice: string, criteria: string[]) => `${choice} (by: ${criteria.join(", ")})`,
  route: (title: string) => `Route: ${title}`,
  lines: {
    stage: "The stage",
    roles: "Who lives it",
    touchpoints: "Touchpoints",
    explicit: "Explicit needs",
    implicit: "Implicit needs",
    choices: "Choices",
    front: "Front office",
    back: "Back office",
  },
};

export const fr: typeof en = {
  title: "Ce que dit le parcours cible, étape par étape",
  forWhom: (segment: string, typology: string) =>
    typology ? `Pour : ${segment}, ${typology}.` : `Pour : ${segment}.`,
  loop: (from: string, to: string) => `Après « ${from} », il recommence à « ${to} ».`,
  moment: (importance: number) => `moment de vérité (${importance})`,
  optional: "peut manquer",
  noContact: "sans contact",
  insteadOf: (stage: string) => `ou « ${stage} »`,
  notPlanned: "non prévu",
  role: { push: "push", pull: "pull" },
  kind: { informative: "informatif", transactional: "transactionnel" },
  by: (choice: string, criteria: string[]) => `${choice} (selon : ${criteria.join(", ")})`,
  route: (title: string) => `Itinéraire : ${title}`,
  lines: {
    stage: "L’étape",
    roles: "Qui la vit",
    touchpoints: "Points de contact",
    explicit: "Besoins explicites",
    implicit: "Besoins implicites",
    choices: "Choix",
    front: "Front office",
    back: "Back office",
  },
};
