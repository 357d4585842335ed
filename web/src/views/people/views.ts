// Customers: the list, and one customer's timeline over all channels.
import { ask } from "../../api/client";
import type { Customer, Customers } from "../../api/shapes";
import { register } from "../../app/context";
import { learnOnce } from "../../app/titles.svelte";
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

export const customerView = register<Customer>({
  id: "customer",
  path: /^\/customers\/(.+)$/,
  nav: "customers",
  title: (words, { parts }) => words.people.timeline(parts[0] ?? ""),
  question: () => "",
  reads: ["by"],
  // The whole customer: a period or a filter would cut the story; what a journey is stays as chosen.
  async load({ parts, select }, signal) {
    await learnOnce();
    return ask(
      "customer",
      {
        customer: parts[0] ?? "",
        ...(select.journeys_by ? { select: { journeys_by: select.journeys_by } } : {}),
      },
      signal,
    );
  },
  draw: CustomerView,
  selects: false,
});
