// Words of control charts: stages outside their limits.
export const en = {
  title: "As it used to be?",
  waiting: "Holding each stage against the weeks before …",
  failed: "The stages could not be held against the weeks before.",
  notEnough:
    "Not enough data yet: a stage is judged after twelve complete weeks with ten journeys each.",
  inside: (judged: string, all: string) =>
    `${judged} of ${all} stages have enough journeys; these are kept to as in the weeks before.`,
  below: (stage: string, share: string, day: string, usual: string) =>
    `${stage}: only ${share} fit in the week of ${day}, usually ${usual}`,
  above: (stage: string, share: string, day: string, usual: string) =>
    `${stage}: ${share} fit in the week of ${day}, usually ${usual}`,
  limits: (limits: string) => `limits ${limits}`,
  since: (day: string, weeks: string) => `since ${day} (${weeks})`,
  weeks: ["week", "weeks"] as [string, string],
};

export const fr: typeof en = {
  title: "Comme d’habitude ?",
  waiting: "Comparaison de chaque étape avec les semaines d’avant…",
  failed: "Les étapes n’ont pas pu être comparées aux semaines d’avant.",
  notEnough:
    "Pas encore assez de données : une étape est jugée après douze semaines complètes de dix parcours chacune.",
  inside: (judged, all) =>
    `${judged} étapes sur ${all} ont assez de parcours ; elles sont suivies comme les semaines d’avant.`,
  below: (stage, share, day, usual) =>
    `${stage} : seulement ${share} conformes la semaine du ${day}, d’habitude ${usual}`,
  above: (stage, share, day, usual) =>
    `${stage} : ${share} conformes la semaine du ${day}, d’habitude ${usual}`,
  limits: (limits) => `limites ${limits}`,
  since: (day, weeks) => `depuis le ${day} (${weeks})`,
  weeks: ["semaine", "semaines"],
};
