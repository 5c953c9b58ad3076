/**
 * Keys: a view says what each does while it is shown, and the list under `?` is made of what it said.
 */
import { useEffect } from "preact/hooks";

export interface Key {
  /** As `KeyboardEvent.key` tells it: "j", "Enter", "Escape", "/". */
  key: string;
  does: string;
  run: () => void;
}

const shown: Key[][] = [];

/** All keys that do something now; of two that do the same, the one that came last. */
export function keys(): Key[] {
  const found = new Map<string, Key>();
  for (const key of shown.flat()) found.set(key.key, key);
  return [...found.values()];
}

/** While the component is shown, these keys do what they say. */
export function useKeys(list: Key[]): void {
  useEffect(() => {
    shown.push(list);
    return () => void shown.splice(shown.indexOf(list), 1);
  });
}

const TAKES_KEYS = "input, textarea, select, [contenteditable], dialog[open] *";

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.target as Element | null;
  const isWriting = target?.matches?.(TAKES_KEYS) ?? false;
  // Enter and the space bar are those of the link or the button that has the focus.
  const isPressing = (event.key === "Enter" || event.key === " ") && (target?.matches?.("a, button, summary, [role=button]") ?? false);
  if (isPressing || (isWriting && event.key !== "Escape")) return;
  const key = keys().find((known) => known.key === event.key);
  if (!key) return;
  event.preventDefault();
  key.run();
});
