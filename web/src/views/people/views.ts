// Customers: the list, and one customer's timeline over all channels.
import { answerOrRefusal, ask } from "../../api/client";
import type { Alignment, Customer, Customers } from "../../api/shapes";
import { register, type Refusable } from "../../app/context";
import { learnOnce } from "../../app/titles.svelte";
import { kConformanceParams, readAccepted, readAsked, type Asked } from "../../data/conformance";
import CustomersView from "./CustomersView.svelte";
import CustomerView from "./CustomerView.svelte";

export const kPage = 50;

export const customersView = register<Customers>({
  id: "customers",
  path: /^\/customers$/,
  nav: "customers",
  title: (words) => words.people.title,
  question: (words) => words.people.question,
  reads: ["search", "offset"],
  load({ param, select }, signal) {
    const search = param("search") ?? "";
    const offset = Math.max(0, Math.floor(Number(param("offset")) || 0));
    return ask(
      "customers",
      { select, ...(search ? { search } : {}), offset, limit: kPage },
      signal,
    );
  },
  draw: CustomersView,
  selects: true,
});

export interface CustomerData extends Refusable {
  customer: Customer;
  /** The journeys beside the design; null unless asked for, or where that is refused. */
  alignment: Alignment | null;
  /** How they are laid beside it. */
  asked: Asked;
}

export const customerView = register<CustomerData>({
  id: "customer",
  path: /^\/customers\/(.+)$/,
  nav: "customers",
  title: (words, { parts }) => words.people.timeline(parts[0] ?? ""),
  question: () => "",
  reads: ["by", "beside", ...kConformanceParams],
  // The whole customer: a period or a filter would cut the story; what a journey is stays as chosen.
  async load({ parts, param, select }, signal) {
    await learnOnce();
    const whose = {
      customer: parts[0] ?? "",
      ...(select.journeys_by ? { select: { journeys_by: select.journeys_by } } : {}),
    };
    const asked = readAsked(param, readAccepted(param("accepted")) ?? []);
    const [customer, { answer, refusal }] = await Promise.all([
      ask("customer", whose, signal),
      param("beside")
        ? answerOrRefusal(ask("alignment", { ...whose, ...asked }, signal))
        : { answer: null, refusal: null },
    ]);
    return { customer, alignment: answer, refusal, asked };
  },
  draw: CustomerView,
  selects: false,
});
