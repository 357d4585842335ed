// Imports of the test server: files are counted, not read; a job takes a second.
const uploads = new Map();
const jobs = new Map();
const reports = [];

const reportOf = (file, rows, bytes) => ({
  import: reports.length + 1,
  file,
  format: "csv",
  mapping: "shop",
  state: "done",
  finished: "2026-01-02T08:00:00Z",
  seconds: 1.2,
  bytes,
  rows,
  events: Math.max(0, rows - 2),
  duplicates: 0,
  refused: Math.min(rows, 2),
  refused_by_reason: { bad_time: 1, no_customer: 1 },
  mended: 0,
  precision: { millisecond: rows },
  times_without_offset: rows,
  zone: "Europe/Paris",
  total_events: 3000,
  journeys: 420,
  customers: 290,
  touchpoints: 26,
  from: "2025-01-01T00:00:00Z",
  to: "2025-12-31T23:00:00Z",
  ties: {
    pairs: 31,
    events: 60,
    journeys: 31,
    edges: 120,
    edges_by_name: 124,
    variants: 310,
    variants_by_name: 312,
    edge_counts_changed: 9,
  },
  notices: ["Times carry no offset; they were read in Europe/Paris."],
});
reports.push(reportOf("events.csv", 3002, 412000));

const refused = [
  {
    id: 1,
    import: 1,
    file: "events.csv",
    line: 812,
    reason: "bad_time",
    column: "time",
    detail: '"2025-02-30T10:00:00" does not exist; a date of the calendar is expected.',
    raw: "E1,C000012,C000012-1,2025-02-30T10:00:00,site.visit,web",
    state: "open",
  },
  {
    id: 2,
    import: 1,
    file: "events.csv",
    line: 1409,
    reason: "no_customer",
    column: "customer_id",
    detail: "The customer is empty.",
    raw: "E2,,,2025-03-01T10:00:00,site.visit,web",
    state: "open",
  },
];

const mapping =
  "mapping: shop\ncolumns:\n  customer: customer_id\n  time: {column: time, format: iso, zone: Europe/Paris}\n  activity: event\n  channel: channel\nproperties: all\n";

function progressOf(job) {
  const part = Math.min(1, (Date.now() - job.begun) / 1500);
  return {
    import_job: job.id,
    stage: part < 0.8 ? "reading" : "storing",
    bytes: Math.round(job.bytes * part),
    total_bytes: job.bytes,
    rows: Math.round(job.rows * part),
    seconds: part * 1.5,
    mb_per_s: job.bytes / 1.5e6,
    seconds_left: part ? 1.5 * (1 - part) : null,
    file: job.file,
  };
}

function stateOf(job) {
  if (job.state === "running" && Date.now() - job.begun > 1500) {
    job.state = "done";
    job.report = reportOf(job.file, job.rows, job.bytes);
    reports.push(job.report);
  }
  return {
    import_job: job.id,
    file: job.file,
    state: job.state,
    progress: progressOf(job),
    report: job.report,
    error: null,
  };
}

export function imports(method, [name, ...rest], url, body, problem) {
  if (name === "refused") {
    if (rest[0] === "file")
      return { download: `_reject,event_id\n${refused.map((r) => r.raw).join("\n")}\n` };
    const reason = url.searchParams.get("reason");
    const rows = refused.filter((r) => !reason || r.reason === reason);
    return { count: rows.length, by_reason: { bad_time: 1, no_customer: 1 }, rows };
  }
  if (name === "uploads") {
    const id = `u${uploads.size + 1}`;
    uploads.set(id, {
      file: url.searchParams.get("name"),
      bytes: body.length,
      rows: String(body).split("\n").length - 1,
    });
    return { upload: id, bytes: body.length };
  }
  if (rest[0] === "propose") {
    const upload = uploads.get(JSON.parse(body).upload);
    if (!upload)
      throw problem(404, "not_found", "The upload is no longer here.", "Choose the file again.");
    return {
      mapping,
      format: "csv",
      sampled_rows: upload.rows,
      notices: ["Times carry no offset; Europe/Paris is assumed."],
      columns: [
        {
          name: "customer_id",
          role: "customer",
          reason: "The name says so and values repeat.",
          examples: ["C000012", "C000077"],
        },
        {
          name: "time",
          role: "time",
          reason: "All samples are ISO times.",
          examples: ["2025-03-01T10:00:00.000"],
        },
        {
          name: "event",
          role: "activity",
          reason: "26 different values.",
          examples: ["site.visit", "order.placed"],
        },
        {
          name: "channel",
          role: "channel",
          reason: "The name says so.",
          examples: ["web", "app", "phone"],
        },
        { name: "amount", role: "property", reason: "No other role fits.", examples: ["249", ""] },
      ],
    };
  }
  if (rest[0] === "jobs") {
    const job = jobs.get(Number(rest[1]));
    if (!job) throw problem(404, "not_found", "There is no such import.", "");
    if (method === "DELETE") job.state = "cancelled";
    return stateOf(job);
  }
  if (method === "POST") {
    const { upload, mapping: text } = JSON.parse(body);
    const bad = text.split("\n").findIndex((line) => line.includes("???"));
    if (bad >= 0)
      throw problem(
        400,
        "bad_input",
        `"???" is no column of the file.`,
        "Columns: customer_id, time, event, channel, amount.",
        { source: "mapping", line: bad + 1, column: 3, length: 3 },
      );
    const job = {
      id: jobs.size + 1,
      ...uploads.get(upload),
      begun: Date.now(),
      state: "running",
      report: null,
    };
    jobs.set(job.id, job);
    return { import_job: job.id };
  }
  const running = [...jobs.values()].map(stateOf).find((job) => job.state === "running");
  return { imports: reports, running: running?.progress ?? null };
}
