// Units as types: a duration, a share and a customer cannot be mixed up by accident.
//
//   schema type (plain numbers)  ->  Branded<T>: every `…_us` is Us, every share is Ratio

declare const unit: unique symbol;

/** A duration in microseconds. */
export type Us = number & { readonly [unit]: "us" };
/** A share between 0 and 1. */
export type Ratio = number & { readonly [unit]: "ratio" };
/** The public key of a customer. */
export type CustomerId = string & { readonly [unit]: "customer" };

type Shares = "share" | `${string}_share` | `share_${string}`;

type Marked<K, V> = V extends number
  ? K extends `${string}_us`
    ? Us
    : K extends Shares
      ? Ratio
      : V
  : V extends string
    ? K extends "customer"
      ? CustomerId
      : V
    : Branded<V>;

/** The same shape with units on its numbers. */
export type Branded<T> = T extends readonly [infer A, infer B]
  ? [A, B]
  : T extends readonly (infer Item)[]
    ? Branded<Item>[]
    : T extends object
      ? { [K in keyof T]: Marked<K, T[K]> }
      : T;

export const us = (value: number): Us => value as Us;
export const ratio = (value: number): Ratio => value as Ratio;
export const customerId = (value: string): CustomerId => value as CustomerId;
