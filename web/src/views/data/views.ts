// Data: what came in, what was refused, and the documents that say how to read it.
import { answerOrRefusal, call, textOf } from "../../api/client";
import type {
  DesignSheet,
  DocumentEntry,
  DocumentKind,
  ImportJob,
  ImportList,
  ImportProposal,
  RefusedPage,
  StoredDocument,
  Title,
} from "../../api/shapes";
import { register, type Refusable } from "../../app/context";
import { startOf } from "../studio/start";
import DocumentsView from "./DocumentsView.svelte";
import DocumentView from "./DocumentView.svelte";
import ImportsView from "./ImportsView.svelte";
import RefusedView from "./RefusedView.svelte";

export interface ImportsData extends Refusable {
  list: ImportList;
  job: ImportJob | null;
  proposal: ImportProposal | null;
}

export const importsView = register<ImportsData>({
  id: "imports",
  path: /^\/data(?:\/imports)?$/,
  nav: "data",
  title: (words) => words.data.title,
  question: (words) => words.data.question,
  reads: ["upload", "job"],
  async load({ param }, signal) {
    const [upload, job] = [param("upload"), param("job")];
    const [list, running] = await Promise.all([
      call<ImportList>("GET", "/api/imports", undefined, signal),
      job
        ? call<ImportJob>("GET", `/api/imports/jobs/${encodeURIComponent(job)}`, undefined, signal)
        : null,
    ]);
    const asked = upload !== null && (running === null || running.state === "failed");
    const { answer: proposal, refusal } = asked
      ? await answerOrRefusal(
          call<ImportProposal>("POST", "/api/imports/propose", { upload }, signal),
        )
      : { answer: null, refusal: null };
    return { list, job: running, proposal, refusal };
  },
  draw: ImportsView,
  selects: false,
});

export const kRefusedPage = 100;

export const refusedView = register<{ page: RefusedPage; list: ImportList }>({
  id: "refused",
  path: /^\/data\/refused$/,
  nav: "data",
  title: (words) => words.data.refusedTitle,
  question: (words) => words.data.refusedQuestion,
  reads: ["import", "reason", "state", "offset"],
  async load({ param }, signal) {
    const query = new URLSearchParams({ limit: String(kRefusedPage) });
    for (const name of ["import", "reason", "state", "offset"]) {
      const value = param(name);
      if (value) query.set(name, value);
    }
    const [page, list] = await Promise.all([
      call<RefusedPage>("GET", `/api/refused?${query}`, undefined, signal),
      call<ImportList>("GET", "/api/imports", undefined, signal),
    ]);
    return { page, list };
  },
  draw: RefusedView,
  selects: false,
});

export const kKinds: DocumentKind[] = [
  "designs",
  "repositories",
  "mappings",
  "personas",
  "guides",
  "perimeters",
  "questions",
  "processes",
];

export const documentsView = register<Record<DocumentKind, DocumentEntry[]>>({
  id: "documents",
  path: /^\/data\/documents$/,
  nav: "data",
  title: (words) => words.data.documentsTitle,
  question: (words) => words.data.documentsQuestion,
  reads: [],
  async load(_, signal) {
    const lists = await Promise.all(
      kKinds.map((kind) =>
        call<{ documents: DocumentEntry[] }>("GET", `/api/documents/${kind}`, undefined, signal),
      ),
    );
    return Object.fromEntries(kKinds.map((kind, n) => [kind, lists[n]!.documents])) as Record<
      DocumentKind,
      DocumentEntry[]
    >;
  },
  draw: DocumentsView,
  selects: false,
});

export interface DocumentData {
  kind: DocumentKind;
  /** The version shown; null for a document that is not kept yet. */
  document: StoredDocument | null;
  newest: number;
  newestText: string;
  compared: StoredDocument | null;
  text: string;
  notices: Title[];
  /** Of a design: the version shown, stage by stage. */
  sheet: DesignSheet | null;
  /** Of a process: the version shown as BPMN with a drawing. */
  drawing: string | null;
}

/** A design or a process as BPMN, for other tools and to be drawn. */
export const bpmnOf = (kind: DocumentKind, name: string, version: string | null) =>
  `/api/documents/${kind}/${encodeURIComponent(name)}/bpmn${version ? `?version=${encodeURIComponent(version)}` : ""}`;

/** What the address says of a document beside its name. */
export const kReads = ["version", "against", "propose", "start"] as const;

const documentAt = (kind: string, name: string, version: string | null, signal: AbortSignal) =>
  call<StoredDocument>(
    "GET",
    `/api/documents/${kind}/${encodeURIComponent(name)}${version ? `?version=${encodeURIComponent(version)}` : ""}`,
    undefined,
    signal,
  );

/** What is to be said of a text that is kept; a text that is not in order any more says its error elsewhere. */
const noticesOf = (kind: DocumentKind, text: string, signal: AbortSignal) =>
  call<{ notices: Title[] }>("POST", `/api/documents/${kind}/check`, { text }, signal).then(
    (checked) => checked.notices,
    () => [],
  );

const sheetOf = (name: string, version: string | null, signal: AbortSignal) =>
  call<DesignSheet>(
    "GET",
    `/api/documents/designs/${encodeURIComponent(name)}/sheet${version ? `?version=${encodeURIComponent(version)}` : ""}`,
    undefined,
    signal,
  ).catch(() => null);

export const documentView = register<DocumentData>({
  id: "document",
  path: /^\/data\/documents\/(designs|repositories|mappings|personas|guides|perimeters|questions|processes)(?:\/(.+))?$/,
  nav: "data",
  title: (words, { parts }) =>
    parts[1] ? parts[1] : words.data.kinds[(parts[0] ?? "designs") as DocumentKind],
  question: (words) => words.data.documentsQuestion,
  reads: kReads,
  async load(context, signal) {
    const { parts, param } = context;
    const [kind, name] = parts as [DocumentKind, string];
    if (!name) {
      const start = kind === "designs" ? await startOf(context, signal) : null;
      const text = start?.text ?? "";
      return {
        kind,
        document: null,
        newest: 0,
        newestText: "",
        compared: null,
        text,
        notices: start?.notices ?? [],
        sheet: null,
        drawing: null,
      };
    }
    const against = param("against");
    const drawn = kind === "processes" ? bpmnOf(kind, name, param("version")) : null;
    const [shown, newest, compared, drawing] = await Promise.all([
      documentAt(kind, name, param("version"), signal),
      documentAt(kind, name, null, signal),
      against ? documentAt(kind, name, against, signal) : null,
      drawn ? textOf(drawn, signal) : null,
    ]);
    const checked = ["designs", "perimeters", "processes"].includes(kind)
      ? await noticesOf(kind, shown.text, signal)
      : [];
    return {
      kind,
      document: shown,
      newest: newest.version,
      newestText: newest.text,
      compared,
      text: shown.text,
      notices: checked,
      sheet: kind === "designs" ? await sheetOf(name, param("version"), signal) : null,
      drawing,
    };
  },
  draw: DocumentView,
  selects: false,
});
