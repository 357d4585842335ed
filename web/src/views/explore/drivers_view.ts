// Explore: what customers meet before a contact.
import { answerOrRefusal, ask } from "../../api/client";
import type { ContactDrivers, Summary } from "../../api/shapes";
import { register, type Context, type Refusable } from "../../app/context";
import { readNames } from "../../data/names";
import { unknownNames, type UnknownName } from "../../data/touchpoints";
import DriversView from "./DriversView.svelte";

/** What an answer holds at most. */
export const kAllDrivers = 20_000;
const kShown = 50;

export interface DriversRequest {
  contacts: string[];
  window: string;
  /** Null: as long as the window. */
  gap: string | null;
  length: number;
  /** Null: as many as the answer says. */
  support: number | null;
  controls: number;
  seed: number;
}
export interface DriversData extends Refusable {
  /** Null while there is no contact, a name is none of the data, or the question was refused. */
  drivers: ContactDrivers | null;
  unknown: UnknownName[];
  request: DriversRequest;
  /** The question as it was asked, but for the number of rows. */
  asked: object;
  summary: Summary;
}

export const kUsual = { window: "24h", length: 3, controls: 5, seed: 1 };

const whole = (text: string | null, usual: number, least: number, most: number): number => {
  const value = Number(text);
  const usable = text !== null && text !== "" && Number.isInteger(value) && value >= least;
  return usable ? Math.min(value, most) : usual;
};

export function requestOf(param: Context["param"]): DriversRequest {
  return {
    contacts: readNames(param("contacts"), ">"),
    window: param("window") ?? kUsual.window,
    gap: param("gap"),
    length: whole(param("length"), kUsual.length, 1, 4),
    support: whole(param("support"), 0, 1, 1e9) || null,
    controls: whole(param("controls"), kUsual.controls, 1, 20),
    seed: whole(param("seed"), kUsual.seed, 0, 1e9),
  };
}

export const driversView = register<DriversData>({
  id: "drivers",
  path: /^\/explore\/drivers$/,
  nav: "explore",
  title: (words) => words.drivers.tab,
  question: (words) => words.drivers.question,
  reads: ["contacts", "window", "gap", "length", "support", "controls", "seed", "limit"],
  async load({ select, param }, signal) {
    const request = requestOf(param);
    const summary = await ask("summary", {}, signal);
    const unknown = unknownNames(
      request.contacts,
      summary.touchpoint_list.map((one) => one.touchpoint),
    );
    const asked = { select, ...request };
    const { answer: drivers, refusal } =
      request.contacts.length > 0 && unknown.length === 0
        ? await answerOrRefusal(
            ask(
              "contact_drivers",
              { ...asked, limit: whole(param("limit"), kShown, 1, kAllDrivers) },
              signal,
            ),
          )
        : { answer: null, refusal: null };
    return { drivers, unknown, refusal, request, asked, summary };
  },
  draw: DriversView,
  selects: true,
});
