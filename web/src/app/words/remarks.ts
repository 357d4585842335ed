// Words of the review of a document, and of the remarks on its versions.
export const en = {
  title: "Review and remarks",
  state: { draft: "draft", proposed: "proposed", returned: "returned", accepted: "accepted" },
  step: "Review",
  steps: {
    "": "a comment only",
    proposed: "propose this version",
    returned: "return it, to be changed",
    accepted: "accept it",
  },
  did: { "": "", proposed: "proposes", returned: "returns", accepted: "accepts" },
  onVersion: (version: string) => `version ${version}`,
  text: "Remark",
  add: "Add",
  none: "Nobody has said anything of it yet.",
  loading: "Loading remarks…",
  nameFirst: "Write your name first: it stands beside what you say.",
};

export const fr: typeof en = {
  title: "Relecture et remarques",
  state: { draft: "brouillon", proposed: "proposé", returned: "renvoyé", accepted: "accepté" },
  step: "Relecture",
  steps: {
    "": "un simple commentaire",
    proposed: "proposer cette version",
    returned: "la renvoyer, à modifier",
    accepted: "l’accepter",
  },
  did: { "": "", proposed: "propose", returned: "renvoie", accepted: "accepte" },
  onVersion: (version) => `version ${version}`,
  text: "Remarque",
  add: "Ajouter",
  none: "Personne n’en a encore rien dit.",
  loading: "Chargement des remarques…",
  nameFirst: "Écrivez d’abord votre nom : il figure à côté de ce que vous dites.",
};
