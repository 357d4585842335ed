// Words of processes in BPMN.
export const en = {
  import: "Import a BPMN file",
  imported: (name: string) => `Keeping ${name}`,
  drawing: (name: string) => `Drawing of the process ${name}`,
  loading: "Drawing…",
  undrawable: "This process cannot be drawn here",
  closer: "Zoom in",
  farther: "Zoom out",
  whole: "Show all of it",
  export: "Export BPMN",
  hold: "Hold journeys against it",
};
export const fr: typeof en = {
  import: "Importer un fichier BPMN",
  imported: (name) => `${name} est en cours d’enregistrement`,
  drawing: (name) => `Dessin du processus ${name}`,
  loading: "Dessin en cours…",
  undrawable: "Ce processus ne peut pas être dessiné ici",
  closer: "Agrandir",
  farther: "Réduire",
  whole: "Tout montrer",
  export: "Exporter en BPMN",
  hold: "Y comparer les parcours",
};
