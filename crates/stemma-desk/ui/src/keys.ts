/**
 * Keys: a view says what each does while it is shown, and the list under `?` is made of what it said.
 */
import { useLayoutEffect, useRef } from "preact/hooks";

export interface Key {
  /** As `KeyboardEvent.key` tells it: "j", "Enter", "Escape", "/". */
  key: string;
  does: string;
  run: () => void;
  /** What it does is done once, however long the key is held down. */
  isOnce?: boolean;
}

const shown: { depth: number; list: Key[] }[] = [];
let rendered = 0;

/** All keys that do something now; of two that do the same, that of the inner component. */
export function keys(): Key[] {
  const found = new Map<string, Key>();
  for (const { list } of [...shown].sort((a, b) => a.depth - b.depth)) for (const key of list) found.set(key.key, key);
  return [...found.values()];
}

/** While the component is shown, these keys do what they say. */
export function useKeys(list: Key[]): void {
  // What is first rendered later is further inside, whatever is rendered again afterwards.
  const depth = useRef(0);
  depth.current ||= ++rendered;
  // Before the next key can come: whoever holds j down would else walk from the row before.
  useLayoutEffect(() => {
    const entry = { depth: depth.current, list };
    shown.push(entry);
    return () => void shown.splice(shown.indexOf(entry), 1);
  });
}

const WRITES = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const PRESSES = "a, button, summary, input, [role=button]";

/** Whether the key is meant for what has the focus, and not for the view. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  // An open dialogue has keys of its own, and Escape closes it.
  if (!target || target.closest("dialog[open]")) return target !== null;
  if (event.key === "Enter" || event.key === " ") return target.matches(PRESSES) || target.matches(WRITES);
  if (event.key === "Escape") return false;
  // Whoever fills in a form presses letters there, also while one of its buttons has the focus.
  return target.matches(WRITES) || target.closest("form") !== null;
}

globalThis.addEventListener?.("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event)) return;
  const key = keys().find((known) => known.key === event.key);
  if (!key) return;
  event.preventDefault();
  if (!(event.repeat && key.isOnce)) key.run();
});
