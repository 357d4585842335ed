// The way to the server: questions with a memory, documents and imports without one.
//
//   ask("canvas", {design})  ->  POST /api/canvas  ->  Canvas, or Failure with message, place, hint
//
// An answer is kept until the data change (`forget`), so that going back shows it at once. What the
// server says in words (errors, notices, reasons) comes in the language of `speak`.
import type * as shapes from "./shapes";

let spoken: () => string = () => "en";

/** Gives the language in which the server is asked to answer, looked at on each request. */
export function speak(language: () => string): void {
  spoken = language;
}

/** What went wrong, as the server says it. */
export class Failure extends Error {
  constructor(
    readonly problem: shapes.Problem,
    readonly status: number,
  ) {
    super(problem.message);
    this.name = "Failure";
  }
}

interface Questions {
  summary: shapes.Summary;
  transitions: shapes.Transitions;
  variants: shapes.Variants;
  paths: shapes.Paths;
  funnel: shapes.Funnel;
  time_to_event: shapes.TimeToEvent;
  retention: shapes.Retention;
  reentry: shapes.Reentry;
  pattern: shapes.PatternAnswer;
  contact_drivers: shapes.ContactDrivers;
  compare: shapes.Compared;
  saved: { saved: shapes.SavedQuestion[] };
  canvas: shapes.Canvas;
  conformance: shapes.Conformance;
  promises: shapes.Promises;
  routes: shapes.Routes;
  control: shapes.ControlCharts;
  discovery: shapes.Discovery;
  personas: shapes.Personas;
  overview: shapes.Overview;
  journeys: shapes.Journeys;
  customers: shapes.Customers;
  customer: shapes.Customer;
  alignment: shapes.Alignment;
  proposal: shapes.Proposal;
}

const kept = new Map<string, unknown>();
const kKeptAnswers = 60;

/** Forgets all answers: the data have changed. */
export function forget(): void {
  kept.clear();
}

function problemOf(text: string, status: number): shapes.Problem {
  try {
    const body = JSON.parse(text) as { error?: shapes.Problem };
    if (body.error) return body.error;
  } catch {
    // Not our JSON: a proxy's page, or nothing at all.
  }
  return { code: "internal", message: `HTTP ${status}`, where: null, hint: "" };
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failure({ code: "internal", message: "offline", where: null, hint: "" }, 0);
  }
  if (!response.ok)
    throw new Failure(problemOf(await response.text(), response.status), response.status);
  return response;
}

/** Calls a route that is no question. */
export async function call<T>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const headers: Record<string, string> = { "accept-language": spoken() };
  const init: RequestInit = { method, headers, signal: signal ?? null };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    headers["content-type"] = "application/json";
  }
  const response = await send(path, init);
  const text = await response.text();
  return (text === "" ? null : JSON.parse(text)) as T;
}

/** A text that is no JSON. */
export async function textOf(path: string, signal: AbortSignal): Promise<string> {
  const headers = { "accept-language": spoken() };
  return (await send(path, { headers, signal })).text();
}

/** An answer, or what the server refused about the question; other failures are thrown. */
export async function answerOrRefusal<T>(
  asked: Promise<T>,
): Promise<{ answer: T | null; refusal: Failure | null }> {
  try {
    return { answer: await asked, refusal: null };
  } catch (problem) {
    if (problem instanceof Failure && problem.status >= 400 && problem.status < 500)
      return { answer: null, refusal: problem };
    throw problem;
  }
}

let snapshot = -1;

/** What the server holds now; when that has changed, all answers are forgotten. */
export async function stateOfData(signal: AbortSignal): Promise<shapes.Status> {
  const status = await call<shapes.Status>("GET", "/api/status", undefined, signal);
  if (status.snapshot !== snapshot) forget();
  snapshot = status.snapshot;
  return status;
}

/** Asks a question; the same question is answered from memory until `forget`. */
export async function ask<Name extends keyof Questions>(
  name: Name,
  parameters: object,
  signal?: AbortSignal,
): Promise<Questions[Name]> {
  const key = `${spoken()} ${name} ${JSON.stringify(parameters)}`;
  if (kept.has(key)) return kept.get(key) as Questions[Name];
  const answer = await call<Questions[Name]>("POST", `/api/${name}`, parameters, signal);
  kept.set(key, answer);
  const oldest = kept.keys().next().value;
  if (kept.size > kKeptAnswers && oldest !== undefined) kept.delete(oldest);
  return answer;
}

/** Sends a file and tells how far it is; abort to stop. */
export function upload(
  file: File,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<shapes.Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/uploads?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("accept-language", spoken());
    request.upload.onprogress = (event) => progress(event.loaded / Math.max(1, event.total));
    request.onload = () =>
      request.status < 300
        ? resolve(JSON.parse(request.responseText) as shapes.Upload)
        : reject(new Failure(problemOf(request.responseText, request.status), request.status));
    request.onerror = () =>
      reject(new Failure({ code: "internal", message: "offline", where: null, hint: "" }, 0));
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/** The address of a route's own GET form, for links that leave the application. */
export const questionAddress = (name: keyof Questions, parameters: object): string =>
  `/api/${name}?q=${encodeURIComponent(JSON.stringify(parameters))}`;
