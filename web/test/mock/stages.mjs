// The made-up design of the test server.
const H = 3600e6;
export const both = (en, fr) => ({ en, fr });
const stage = (id, en, fr, phase, touchpoints, channels, more = {}) => ({
  id,
  title: both(en, fr),
  phase,
  touchpoints,
  channels,
  promise: null,
  importance: null,
  target: { reach: null, satisfaction: null, cx: null },
  desired: null,
  ...more,
});

export const STAGES = [
  stage(
    "discover",
    "Discover",
    "Découvrir",
    "before",
    ["ad.seen", "site.visit"],
    ["social", "web", "app", "email"],
    { desired: { low: 6, high: 8 } },
  ),
  stage(
    "compare",
    "Compare",
    "Comparer",
    "before",
    ["portal.search", "product.view", "store.visit"],
    ["web", "app", "store"],
    { desired: { low: 6, high: 8 } },
  ),
  stage(
    "order",
    "Order",
    "Commander",
    "during",
    ["basket.add", "payment.refused", "order.placed", "order.confirmed"],
    ["web", "app", "email"],
    { desired: { low: 6.5, high: 8.5 }, target: { reach: 0.35, satisfaction: 7, cx: null } },
  ),
  stage(
    "deliver",
    "Receive the delivery",
    "Être livré",
    "during",
    ["delivery.scheduled", "delivery.completed", "survey.delivery"],
    ["sms", "email", "delivery"],
    {
      desired: { low: 7.5, high: 9.5 },
      promise: {
        text: both("At home within 48 h", "Chez vous sous 48 h"),
        within_us: 48 * H,
        from: "order",
      },
      importance: 0.9,
      target: { reach: null, satisfaction: 8, cx: null },
    },
  ),
  stage(
    "install",
    "Install",
    "Installer",
    "during",
    ["installation.booked", "installation.completed", "installation.failed"],
    ["web", "field"],
    { optional: true, desired: { low: 6.5, high: 8.5 } },
  ),
  stage("use", "Use every day", "Utiliser au quotidien", "after", [], [], { contact: false }),
  stage(
    "help",
    "Get help",
    "Obtenir de l’aide",
    "after",
    ["help.search", "phone.call", "chat.session", "email.question", "survey.service"],
    ["web", "app", "chat", "sms"],
    {
      desired: { low: 7, high: 9 },
      importance: 0.8,
      target: { reach: null, satisfaction: 7.5, cx: 1 },
      optional: true,
    },
  ),
  stage(
    "renew",
    "Renew",
    "Renouveler",
    "after",
    ["contract.renewed", "contract.cancelled"],
    ["web", "email"],
    { desired: { low: 7, high: 9 } },
  ),
];

export const interactionTitles = {
  late: both("Delivered late", "Livré en retard"),
  on_time: both("Delivered on time", "Livré à l’heure"),
  long_wait: both("Waited more than 5 min", "Plus de 5 min d’attente"),
  answered: both("Answered at once", "Réponse immédiate"),
  no_show: both("Installer did not come", "Installateur absent"),
  installed: both("Installed as agreed", "Installé comme prévu"),
};
