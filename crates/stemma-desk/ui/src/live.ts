/**
 * What the server tells by itself: that the store changed, and how far the pages handed in are read. Comes in through server-sent events;
 * goes out as a hook, and as the call that has all lists asked for again.
 */
import { useEffect, useState } from "preact/hooks";
import type { IntakeState, StoreChanged } from "./api";
import { storeChanged } from "./server";

export interface Live {
  store: StoreChanged | null;
  intake: IntakeState | null;
  /** Null until the first connection stood or failed. */
  isConnected: boolean | null;
  /** How often the store changed since the desk was opened. */
  changes: number;
}

let now: Live = { store: null, intake: null, isConnected: null, changes: 0 };
const listeners = new Set<(live: Live) => void>();

function tell(news: Partial<Live>): void {
  now = { ...now, ...news };
  for (const listener of listeners) listener(now);
}

/** A browser gives up where the server answers with an error; then it is tried again after this long. */
const AGAIN_MS = 5000;
let stream: EventSource | null = null;

function connect(): void {
  stream = new EventSource("/live");
  stream.onopen = () => {
    const isBack = now.isConnected === false;
    tell({ isConnected: true });
    // What was refused while nobody answered is asked for again.
    if (isBack) storeChanged();
  };
  stream.addEventListener("store", (event: MessageEvent<string>) => {
    const store = JSON.parse(event.data) as StoreChanged;
    // The first message tells the state that is shown already.
    const isChanged = now.store !== null && now.store.stamp !== store.stamp;
    tell({ store, isConnected: true, changes: now.changes + (isChanged ? 1 : 0) });
    if (isChanged) storeChanged();
  });
  stream.addEventListener("intake", (event: MessageEvent<string>) => tell({ intake: JSON.parse(event.data) as IntakeState }));
  stream.onerror = () => {
    tell({ isConnected: false });
    if (stream?.readyState !== EventSource.CLOSED) return;
    stream = null;
    setTimeout(() => stream ?? connect(), AGAIN_MS);
  };
}

// A browser opens six connections to one desk: a page that nobody sees keeps none of them.
globalThis.addEventListener?.("visibilitychange", () => {
  if (document.visibilityState === "visible") {
    if (listeners.size > 0 && !stream) connect();
  } else {
    stream?.close();
    stream = null;
  }
});

/** The latest news; the first component that asks opens the connection. */
export function useLive(): Live {
  const [live, set] = useState(now);
  useEffect(() => {
    listeners.add(set);
    if (!stream) connect();
    set(now);
    return () => void listeners.delete(set);
  }, []);
  return live;
}

/** The state of the store and of the intake in one line, for the status line. */
export function inWords({ store, intake, isConnected }: Live): string {
  if (isConnected === false) return "No connection to the desk’s server. Is stemma serve still running?";
  if (intake && intake.state !== "idle") {
    const verb = intake.state === "reading" ? "Reading pages" : "Comparing pages";
    return `${verb}: ${intake.read} read, ${intake.waiting} waiting`;
  }
  if (store?.is_stale) return "New pages are not compared with the others yet";
  return "";
}
