// Words of what several people do on one document at once: what is new, and votes.
export const en = {
  title: "Vote on the moments of truth",
  open: "open",
  closed: "closed",
  none: "Nobody has voted on this journey yet.",
  each: "Votes for each person",
  start: "Open a vote",
  again: "Open another vote",
  end: "Close the vote",
  opened: (who: string, each: number) =>
    `${who} has opened a vote: ${each === 1 ? "one vote" : `${each} votes`} each.`,
  ended: (who: string, people: number) =>
    `${who} has closed the vote. ${people === 1 ? "One person" : `${people} people`} voted.`,
  left: (left: number) =>
    left === 0
      ? "You have given all your votes; take one back to give another."
      : `You have ${left === 1 ? "one vote" : `${left} votes`} left.`,
  votes: (n: number) => (n === 1 ? "1 vote" : `${n} votes`),
  voters: "Who voted",
  gone: "no longer in the design",
  nameFirst: "Write your name first: it stands beside your votes.",
  newer: (who: string, version: number) =>
    who ? `${who} has saved version ${version}.` : `Version ${version} has been saved.`,
  shown: "It is shown now.",
  meet: "See what differs",
  look: "Show it",
};

export const fr: typeof en = {
  title: "Voter sur les moments de vérité",
  open: "ouvert",
  closed: "fermé",
  none: "Personne n’a encore voté sur ce parcours.",
  each: "Voix par personne",
  start: "Ouvrir un vote",
  again: "Ouvrir un autre vote",
  end: "Fermer le vote",
  opened: (who: string, each: number) =>
    `${who} a ouvert un vote : ${each === 1 ? "une voix" : `${each} voix`} chacun.`,
  ended: (who: string, people: number) =>
    `${who} a fermé le vote. ${people === 1 ? "Une personne a voté" : `${people} personnes ont voté`}.`,
  left: (left: number) =>
    left === 0
      ? "Vous avez donné toutes vos voix ; reprenez-en une pour en donner une autre."
      : `Il vous reste ${left === 1 ? "une voix" : `${left} voix`}.`,
  votes: (n: number) => `${n} voix`,
  voters: "Qui a voté",
  gone: "n’est plus dans le parcours cible",
  nameFirst: "Écrivez d’abord votre nom : il accompagne vos voix.",
  newer: (who: string, version: number) =>
    who ? `${who} a enregistré la version ${version}.` : `La version ${version} a été enregistrée.`,
  shown: "Elle est affichée.",
  meet: "Voir les différences",
  look: "L’afficher",
};
