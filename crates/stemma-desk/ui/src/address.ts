/**
 * The address is the state: a view is a path, what is asked is its query, and nothing that can be cited is kept anywhere else.
 */
import { useEffect, useState } from "preact/hooks";

/** A path of the desk: `/events/e-91c0` is the view `events` and the id `e-91c0`. */
export interface Address {
  view: string;
  id: string | null;
  query: URLSearchParams;
}

export function read(location: { pathname: string; search: string }): Address {
  const [view = "", id] = location.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  return { view: view || "events", id: id ?? null, query: new URLSearchParams(location.search) };
}

/** The address of a view; values that are empty are left out. */
export function href(view: string, id?: string | null, query?: URLSearchParams | Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  const pairs = query instanceof URLSearchParams ? [...query] : Object.entries(query ?? {});
  for (const [name, value] of pairs) if (value) search.append(name, value);
  // Commas and colons may stand in a query, and are read more easily there.
  const written = search.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  // An id that ends like a file is no file.
  const name = id && encodeURIComponent(id).replace(/\.(?=(json|csv|geojson)$)/, "%2E");
  return `/${view}${name ? `/${name}` : ""}${written ? `?${written}` : ""}`;
}

/** The same query with other values; an empty one takes the condition away. */
export function changed(query: URLSearchParams, changes: Record<string, string | null | undefined>): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Goes to an address; with `replace`, without a step that could be gone back. */
export function go(to: string, how: { replace?: boolean } = {}): void {
  if (to === location.pathname + location.search + location.hash) return;
  if (how.replace) history.replaceState(history.state, "", to);
  else {
    // Where the view stood, for when somebody comes back to it.
    history.replaceState({ ...(history.state as Step | null), y: scrollY }, "");
    history.pushState({ isOurs: true } satisfies Step, "", to);
  }
  tell();
}

/** What the browser keeps with a step of its history. */
interface Step {
  /** The step before it is one of the desk, too. */
  isOurs?: boolean;
  y?: number;
}

/** To where one came from within the desk; to what lies above where this address was the first. */
export function back(): void {
  if ((history.state as Step | null)?.isOurs) return history.back();
  const up = above(read(location));
  if (up) go(up);
}

/** Where an address leads up to when nothing was looked at before it: from a record to its list, from two pages to the younger of them. */
export function above({ view, id, query }: Address): string | null {
  if (id) return href(view);
  const younger = query.get("b");
  if (view === "compare") return younger ? href("pages", younger) : href("stories");
  return view === "places" && query.has("place") ? href("places", null, changed(query, { place: null })) : null;
}

/** How far down the view of this step was left; nothing where it was not shown before. */
export function leftAt(): number | undefined {
  return (history.state as Step | null)?.y;
}

// Tests of what only makes addresses run without a window.
globalThis.addEventListener?.("popstate", tell);

/** Links of the desk change the address without a new page; all others are left to the browser. */
globalThis.addEventListener?.("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.("a[href]");
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  // Files and original bytes are answers of the server, no views.
  if (/\.(json|csv|geojson)$|\/original$/.test(link.pathname)) return;
  if (link.pathname === location.pathname && link.search === location.search && link.hash) return;
  event.preventDefault();
  go(link.pathname + link.search + link.hash);
  if (!link.hash) scrollTo(0, 0);
});

/** The address, read again whenever it changes. */
export function useAddress(): Address {
  const [, again] = useState(0);
  useEffect(() => {
    const listener = () => again((count) => count + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return read(location);
}
