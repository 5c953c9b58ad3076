import type { ComponentType } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { back, go, href, leftAt, useAddress, type Address } from "./address";
import { Guard } from "./guard";
import { Keys } from "./keylist";
import { useKeys } from "./keys";
import { inWords, useLive } from "./live";
import { Empty, Loading } from "./parts/states";
import { number } from "./parts/words";
import { THEMES, theme, wear } from "./theme";
import "./styles/shell.css";

/** What a view is given: the id in its path and the query of the address. */
export interface View {
  address: Address;
}

/** Every view by its path. Each is loaded when it is first shown, or when nothing else is to be done. */
const LOADS = {
  events: () => import("./events/view"),
  event: () => import("./event/view"),
  stories: () => import("./stories/view"),
  story: () => import("./story/view"),
  pages: () => import("./pages/view"),
  page: () => import("./page/view"),
  compare: () => import("./compare/view"),
  places: () => import("./places/view"),
  sources: () => import("./sources/view"),
  search: () => import("./search/view"),
  review: () => import("./review/view"),
  intake: () => import("./intake/view"),
  about: () => import("./about/view"),
};
type Name = keyof typeof LOADS;
const VIEWS = Object.fromEntries(Object.entries(LOADS).map(([name, load]) => [name, lazy<ComponentType<View>>(load)])) as Record<Name, ComponentType<View>>;

/** So long after the first view the others are fetched, so that going there takes no time. */
const AHEAD_MS = 1500;
/** Fetched only when it is asked for, as a map is a megabyte of script. */
const WITH_MAP = "places";

function useAhead(): void {
  useEffect(() => {
    const loads = Object.entries(LOADS).filter(([name]) => name !== WITH_MAP);
    const timer = setTimeout(() => loads.forEach(([, load]) => void load().catch(() => undefined)), AHEAD_MS);
    return () => clearTimeout(timer);
  }, []);
}

/** The view of one record, where the path names one. */
const OF_ONE: Record<string, Name> = { events: "event", stories: "story", pages: "page" };

const TITLES: Record<Name, string> = {
  events: "Events",
  event: "Event",
  stories: "Stories",
  story: "Story",
  pages: "Pages",
  page: "Page",
  compare: "Compare",
  places: "Places",
  sources: "Sources",
  search: "Search",
  review: "Review",
  intake: "Add pages",
  about: "About",
};

const NAVIGATION: Name[] = ["events", "stories", "pages", "places", "sources", "review", "intake", "about"];

export function App() {
  const address = useAddress();
  useAhead();
  const name = (address.id && OF_ONE[address.view]) || address.view;
  const known = name in VIEWS ? (name as Name) : null;
  const View = known && VIEWS[known];
  const main = useArrival(`${name}/${address.id ?? ""}`, known ? TITLES[known] : "Not found");
  return (
    <>
      <a class="skip" href="#view">
        Skip to the content
      </a>
      <Header address={address} />
      <main id="view" ref={main} tabIndex={-1}>
        <Guard key={known ?? ""}>
          <Suspense fallback={<Loading />}>
            {View ? (
              <View key={`${name}/${address.id ?? ""}`} address={address} />
            ) : (
              <>
                <h1 class="sr">Not found</h1>
                <Empty what={`The desk has no view called “${address.view}”.`}>
                  {address.view === "fixes" && <a href={href("review", null, { view: "fixes" })}>What people said of events</a>}
                  <a href={href("events")}>Go to the events</a>
                </Empty>
              </>
            )}
          </Suspense>
        </Guard>
      </main>
      <StatusLine />
    </>
  );
}

/** On another view, the tab gets its title and the view the focus, so that a screen reader begins there. */
function useArrival(where: string, title: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(where);
  // Before the effects of the view, which may know a better title.
  useLayoutEffect(() => {
    document.title = `${title} · Stemma`;
    if (before.current === where) return;
    before.current = where;
    standAt(leftAt() ?? 0);
    // Whoever writes into the search box goes on writing.
    if (document.activeElement instanceof HTMLInputElement && document.activeElement.type === "search") return;
    main.current?.focus({ preventScroll: true });
  }, [where, title]);
  return main;
}

/** As soon as the view is long enough; it may still be waiting for its rows. */
function standAt(y: number, tries = 30): void {
  scrollTo(0, y);
  if (scrollY < y - 1 && tries > 0) requestAnimationFrame(() => standAt(y, tries - 1));
}

function Header({ address }: { address: Address }) {
  const [isOpen, open] = useState(false);
  const [areKeysShown, showKeys] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => open(false), [address.view, address.id]);
  useKeys([
    { key: "/", does: "search", run: () => search.current?.select() },
    { key: "?", does: "list of keys", run: () => showKeys(true) },
    { key: "Escape", does: "back", run: back },
  ]);
  return (
    <header class="shell">
      <a class="shell-name" href="/events" aria-label="Stemma: events">
        <img src="/icon.svg" alt="" width="22" height="22" />
        <span>Stemma</span>
      </a>
      <button type="button" class="shell-menu" aria-expanded={isOpen} aria-controls="shell-nav" onClick={() => open(!isOpen)}>
        Menu
      </button>
      <nav id="shell-nav" class={isOpen ? "shell-nav shell-nav-open" : "shell-nav"} aria-label="Views">
        {NAVIGATION.map((view) => (
          <a key={view} href={href(view)} aria-current={address.view !== view ? undefined : address.id ? "true" : "page"}>
            {TITLES[view]}
          </a>
        ))}
      </nav>
      <SearchBox address={address} input={search} />
      <ThemeSwitch />
      <button type="button" class="shell-button shell-keys" title="Keys (?)" aria-label="List of keys" onClick={() => showKeys(true)}>
        ?
      </button>
      {areKeysShown && <Keys close={() => showKeys(false)} />}
    </header>
  );
}

/** After so long without another letter, the search runs; each letter by itself would only make work that nobody looks at. */
const PAUSE_MS = 120;

function SearchBox({ address, input }: { address: Address; input: { current: HTMLInputElement | null } }) {
  const asked = address.view === "search" ? (address.query.get("q") ?? "") : "";
  const [words, write] = useState(asked);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  // The box shows what is asked, unless somebody is writing in it.
  useEffect(() => {
    if (document.activeElement !== input.current) write(asked);
  }, [asked]);
  function ask(said: string): void {
    clearTimeout(timer.current);
    const isThere = location.pathname === "/search";
    if (said.trim() || isThere) go(href("search", null, { q: said.trim() }), { replace: isThere });
  }
  return (
    <form
      class="shell-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        ask(words);
        // From here on, keys walk through what was found.
        document.getElementById("view")?.focus({ preventScroll: true });
      }}
    >
      <input
        ref={input}
        type="search"
        value={words}
        placeholder="Search words, places, actors  /"
        aria-label="Search pages, events, places and actors"
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          const said = event.currentTarget.value;
          write(said);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => ask(said), PAUSE_MS);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
    </form>
  );
}

const SIGNS = { auto: "◐", light: "☀", dark: "☾" };

function ThemeSwitch() {
  const [now, set] = useState(theme);
  const next = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length] ?? "auto";
  return (
    <button
      type="button"
      class="shell-button"
      title={`Colours: ${now}`}
      aria-label={`Colours: ${now}; switch to ${next}`}
      onClick={() => {
        wear(next);
        set(next);
      }}
    >
      <span aria-hidden="true">{SIGNS[now]}</span>
    </button>
  );
}

/** How long a change of the store is said to have just happened. */
const NEWS_MS = 6000;

/** What the server tells by itself; read aloud where it changes. */
function StatusLine() {
  const live = useLive();
  const [isNews, setNews] = useState(false);
  useEffect(() => {
    if (live.changes === 0) return;
    setNews(true);
    const timer = setTimeout(() => setNews(false), NEWS_MS);
    return () => clearTimeout(timer);
  }, [live.changes]);
  const words = inWords(live);
  return (
    <footer class={live.isConnected === false ? "status status-bad" : "status"}>
      <p role="status" class="status-words">
        {words && (live.isConnected === false ? words : <a href={href("intake")}>{words}</a>)}
        {words && isNews && " · "}
        {isNews && "The store changed; what you see is up to date."}
      </p>
      {live.store && (
        <p class="status-store">
          {number(live.store.documents)} pages, {number(live.store.events)} events
        </p>
      )}
    </footer>
  );
}
