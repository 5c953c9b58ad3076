/** Light, dark, or as the system has it: kept in this browser alone, since it is no part of what is asked. */
export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const NAME = "stemma-theme";

/** Storage may be closed to pages; then the system decides. */
export function theme(): Theme {
  try {
    return THEMES.find((known) => known === localStorage.getItem(NAME)) ?? "auto";
  } catch {
    return "auto";
  }
}

export function wear(chosen: Theme): void {
  if (chosen === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  try {
    localStorage.setItem(NAME, chosen);
  } catch {
    // It holds as long as the page is open.
  }
}
