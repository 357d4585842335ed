// Words of groups of journeys, and of the sets behind their numbers.

export const en = {
  by: "Group by group",
  none: "all together",
  start: { channel: "first channel", touchpoint: "first touchpoint" },
  events: "what events carry",
  group: "Group",
  journeys: "Journeys",
  other: "Other",
  absent: "Not said",
  is: (by: string, value: string) => `${by}: ${value}`,
  isNot: (by: string, values: string) => `${by}: other than ${values}`,
  without: (by: string) => `${by}: not said`,
  note: "A journey’s group is the first value among its events. Groups sum to the whole; with many groups, some differ by chance.",
  and: " and ",
};

export const fr: typeof en = {
  by: "Groupe par groupe",
  none: "tous ensemble",
  start: { channel: "premier canal", touchpoint: "premier point de contact" },
  events: "ce que portent les événements",
  group: "Groupe",
  journeys: "Parcours",
  other: "Autres",
  absent: "Non précisé",
  is: (by, value) => `${by} : ${value}`,
  isNot: (by, values) => `${by} : autre que ${values}`,
  without: (by) => `${by} : non précisé`,
  note: "Le groupe d’un parcours est la première valeur parmi ses événements. La somme des groupes fait le tout ; parmi beaucoup de groupes, certains diffèrent par hasard.",
  and: " et ",
};
