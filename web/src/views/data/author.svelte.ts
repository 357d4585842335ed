// Who saves: a name kept with each version. There are no accounts here; it is remembered in this browser.
const kRemembered = "parcours.author";
let name = $state(localStorage.getItem(kRemembered) ?? "");

export const author = {
  get name(): string {
    return name;
  },
  set name(next: string) {
    name = next;
    localStorage.setItem(kRemembered, next);
  },
};
