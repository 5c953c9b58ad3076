/** Moves the focus by keys through the things of a view, in the order in which they stand. */

/**
 * To the next or the one before; from outside, to the first or the last, or, where `from` names a place, to the first one there or behind
 * it. Gives what has the focus now.
 */
export function walk(within: Element | null, chosen: string, by: 1 | -1, from?: string): HTMLElement | null {
  const all = [...(within?.querySelectorAll<HTMLElement>(chosen) ?? [])];
  const now = all.findIndex((one) => one.contains(document.activeElement));
  const place = from ? within?.querySelector(from) : null;
  const behind = place ? all.findIndex((one) => place.contains(one) || place.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) : -1;
  const begin = behind >= 0 ? behind : by > 0 ? 0 : all.length - 1;
  const next = all[now < 0 ? begin : Math.min(Math.max(now + by, 0), all.length - 1)];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
  return next ?? null;
}

/** The nearest thing around the focus that carries a value under this name. */
export function focused(name: string): string | null {
  return document.activeElement?.closest<HTMLElement>(`[data-${name}]`)?.dataset[name] ?? null;
}

/** Brings the selected row of a list into sight, and the focus to its first link, so that Enter opens it and readers of the screen hear it. */
export function focusSelected(): void {
  const row = document.querySelector("[data-selected=true]");
  row?.querySelector("a")?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}
