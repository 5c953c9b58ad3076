/** The colours of the desk as the browser has worked them out, for what is drawn on a canvas. */
import { useEffect, useState } from "preact/hooks";

const NAMES = ["surface", "line", "line-strong", "ink", "ink-soft", "accent", "original", "copy", "person", "doubt", "land", "sea"] as const;
export type Colours = Record<(typeof NAMES)[number], string>;

function read(): Colours {
  const probe = document.createElement("span");
  document.body.append(probe);
  const found = NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(found) as Colours;
}

/** Read again when a person or the system changes between light and dark. */
export function useColours(): Colours {
  const [colours, set] = useState(read);
  useEffect(() => {
    const again = () => set(read());
    const system = matchMedia("(prefers-color-scheme: dark)");
    const person = new MutationObserver(again);
    system.addEventListener("change", again);
    person.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      system.removeEventListener("change", again);
      person.disconnect();
    };
  }, []);
  return colours;
}
