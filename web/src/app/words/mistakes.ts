// Words for what cannot be taken as it stands: names that are none, addresses that cannot be read, texts about to be lost.
export const en = {
  unknown: "no such touchpoint",
  noTouchpoint: (name: string) => `No touchpoint of the data is called “${name}”.`,
  noMatch: (name: string) => `No touchpoint of the data matches “${name}”.`,
  notComputed: "Nothing is computed until every name is one of the data.",
  meant: "Did you mean:",
  replace: (name: string, by: string) => `Take ${by} instead of ${name}`,
  otherName: "None is like it: choose one in the field, or remove it.",
  removed: (name: string) => `Remove ${name}`,
  unreadSet: (name: string) => `“${name}” in the address names no set of journeys that can be read`,
  unreadSetHint: "Open the number again on its screen, or take this part out of the address.",
  designHint: "Choose one that is kept, or look among the designs of the data.",
  keptDesigns: "Designs that can be opened",
  allDesigns: "Designs, in Data",
  leave: {
    title: "Leave this screen?",
    text: "Changes you made may not be saved.",
    stay: "Stay",
    go: "Leave without saving",
  },
};

export const fr: typeof en = {
  unknown: "point de contact inconnu",
  noTouchpoint: (name) => `Aucun point de contact des données ne s’appelle « ${name} ».`,
  noMatch: (name) => `Aucun point de contact des données ne correspond à « ${name} ».`,
  notComputed: "Rien n’est calculé tant que chaque nom n’est pas l’un de ceux des données.",
  meant: "Vouliez-vous dire :",
  replace: (name, by) => `Prendre ${by} au lieu de ${name}`,
  otherName: "Aucun ne lui ressemble : choisissez-en un dans le champ, ou retirez-le.",
  removed: (name) => `Retirer ${name}`,
  unreadSet: (name) => `« ${name} », dans l’adresse, ne désigne aucun ensemble de parcours lisible`,
  unreadSetHint: "Rouvrez le nombre sur son écran, ou retirez cette partie de l’adresse.",
  designHint: "Choisissez-en un qui est gardé, ou cherchez parmi les parcours cibles des données.",
  keptDesigns: "Parcours cibles que l’on peut ouvrir",
  allDesigns: "Parcours cibles, dans Données",
  leave: {
    title: "Quitter cet écran ?",
    text: "Les modifications que vous avez apportées ne seront peut-être pas enregistrées.",
    stay: "Rester",
    go: "Quitter sans enregistrer",
  },
};
