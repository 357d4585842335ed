// Words of the sets behind contact drivers.
export const en = {
  set: (what: string, contact: string) => `Customers who met ${what} before ${contact}`,
};

export const fr: typeof en = {
  set: (what, contact) => `Clients qui ont rencontré ${what} avant ${contact}`,
};
