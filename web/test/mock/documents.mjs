// Versioned documents of the test server, kept in memory.
const kept = new Map();
const saved = "2025-12-31T10:00:00Z";
const put = (kind, name, text, author) => {
  const list = kept.get(`${kind}/${name}`) ?? [];
  list.push({ kind, name, version: list.length + 1, author, saved, text });
  kept.set(`${kind}/${name}`, list);
  return list.at(-1);
};
const first =
  "journey: appliance\ntitle: {en: Buying an appliance, fr: Acheter un appareil}\nstages:\n  - {id: discover, phase: before}\n";
put("designs", "appliance", first, "Test");
put("designs", "appliance", `${first}  - {id: compare, phase: before}\n`, "Test");
put(
  "designs",
  "appliance",
  `${first}  - {id: compare, phase: before}\n  - {id: order, phase: during}\n`,
  "Test",
);
put("repositories", "appliance", "repository: appliance\ninteractions: []\n", "Test");
put(
  "mappings",
  "shop",
  "mapping: shop\ncolumns: {customer: customer_id, time: time, activity: event}\n",
  "Test",
);

function check(kind, text, problem) {
  const lines = text.split("\n");
  const bad = lines.findIndex((line) => /^\t/.test(line) || line.includes("???"));
  if (bad >= 0)
    throw problem(400, "bad_input", "A value is expected here.", "Write a number or a text.", {
      source: kind,
      line: bad + 1,
      column: 1,
      length: lines[bad].length,
    });
}

export function documents(method, [kind, name], url, body, problem) {
  const entries = [...kept.values()].map((list) => list.at(-1)).filter((d) => d.kind === kind);
  if (name === undefined) return { documents: entries.map(({ text: _, ...rest }) => rest) };
  if (method === "POST") {
    check(kind, JSON.parse(body).text, problem);
    return { ok: true };
  }
  const list = kept.get(`${kind}/${name}`) ?? [];
  if (method === "PUT") {
    const { text, base_version: base = 0, author = "" } = JSON.parse(body);
    check(kind, text, problem);
    if (base !== list.length)
      throw problem(
        409,
        "conflict",
        `Version ${list.length} exists already; the text was edited from ${base}.`,
        "Compare both and save again.",
      );
    return put(kind, name, text, author);
  }
  const version = Number(url.searchParams.get("version") ?? list.length);
  if (!list[version - 1]) throw problem(404, "not_found", `There is no document "${name}".`, "");
  return list[version - 1];
}
