// Light, dark, or as the system says; remembered, since it is a matter of eyes and not of the screen shared.
export type Theme = "auto" | "light" | "dark";

const kRemembered = "parcours.theme";
const initial = localStorage.getItem(kRemembered);
let chosen = $state<Theme>(initial === "light" || initial === "dark" ? initial : "auto");

export const theme = {
  get chosen(): Theme {
    return chosen;
  },
  choose(next: Theme): void {
    chosen = next;
    localStorage.setItem(kRemembered, next);
    apply();
  },
};

export function apply(): void {
  if (chosen === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
