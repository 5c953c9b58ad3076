import { useEffect } from "preact/hooks";

/** Names the tab and the step in the browser's history; nothing is changed while the words are not known. */
export function useTitle(words: string | null | undefined): void {
  useEffect(() => {
    if (words) document.title = `${words} · Stemma`;
  }, [words]);
}
