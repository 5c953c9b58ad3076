/**
 * What is asked of the server. Answers are kept as long as the store stays as it is; a refusal is an error whose message names the way out.
 */
import { useEffect, useState } from "preact/hooks";
import type { Fault } from "./api";

/** A refusal of the server, or that it cannot be reached. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly nearest: Fault["nearest"] = [],
    /** Seconds after which the same may be asked again, where the server says so. */
    readonly again_s: number | null = null,
  ) {
    super(message);
  }
}

/** Requests that change something carry it; a page of another origin cannot send it. */
const OURS = { "x-stemma": "desk" };

async function answered(request: Promise<Response>): Promise<Response> {
  const response = await request.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new Refusal("the desk's server does not answer; is stemma serve still running?", 0);
  });
  if (response.ok) return response;
  const fault = (await response.json().catch(() => null)) as Fault | null;
  const again_s = Number(response.headers.get("retry-after")) || null;
  throw new Refusal(fault?.error ?? `the server answered ${response.status}`, response.status, fault?.nearest, again_s);
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await answered(fetch(path, signal ? { signal } : {}));
  return (await response.json()) as T;
}

export async function send<T>(method: "POST" | "DELETE", path: string, body: unknown): Promise<T> {
  const headers = { ...OURS, "content-type": "application/json" };
  const response = await answered(fetch(path, { method, headers, body: JSON.stringify(body) }));
  return (await response.json()) as T;
}

/** Hands in the bytes of a file. */
export async function hand<T>(path: string, bytes: Blob): Promise<T> {
  const headers = { ...OURS, "content-type": "application/octet-stream" };
  const response = await answered(fetch(path, { method: "POST", headers, body: bytes }));
  return (await response.json()) as T;
}

export interface Answer<T> {
  /** The last answer; it stays while the next one is on its way, so that nothing flickers. */
  data: T | null;
  error: Refusal | null;
  isLoading: boolean;
}

/** Answers of late, by address, so that going back shows what was there at once. */
const kept = new Map<string, unknown>();
const MOST = 60;
let store = 0;
const waiting = new Set<() => void>();

/** To be called when the store changed: all that is shown is asked for again. */
export function storeChanged(): void {
  kept.clear();
  store += 1;
  for (const again of waiting) again();
}

/** Whether a path that the server wrote into the page asks the same as another, in whatever order and with whatever signs they are written. */
export function isSame(written: string, asked: string): boolean {
  const ofPage = new URL(written, "http://desk");
  // It is the address of the page, on which events are those told as happened unless it says otherwise.
  if (ofPage.pathname === "/events.json" && !ofPage.searchParams.has("told")) ofPage.searchParams.set("told", "happened");
  return plain(ofPage) === plain(new URL(asked, "http://desk"));
}

function plain({ pathname, searchParams }: URL): string {
  searchParams.sort();
  return `${pathname}?${searchParams}`;
}

/** The answer that the server wrote into the page itself, so that the first view needs no second request. */
function first(path: string): unknown {
  const written = document.getElementById("first");
  if (!written || !isSame(written.dataset.path ?? "", path)) return undefined;
  written.remove();
  return JSON.parse(written.textContent ?? "null");
}

/** Asks for a path, again whenever it or the store changes; nothing is asked where it is null. */
export function useAnswer<T>(path: string | null): Answer<T> {
  const [answer, set] = useState<Answer<T> & { path: string | null }>({ data: null, error: null, isLoading: true, path: null });
  const [at, again] = useState(store);
  useEffect(() => {
    const listener = () => again(store);
    waiting.add(listener);
    return () => void waiting.delete(listener);
  }, []);
  useEffect(() => {
    if (path === null) return set({ data: null, error: null, isLoading: false, path });
    const known = kept.get(path) ?? first(path);
    if (known !== undefined) {
      keep(path, known);
      return set({ data: known as T, error: null, isLoading: false, path });
    }
    const stop = new AbortController();
    set((before) => ({ ...before, isLoading: true, path }));
    get<T>(path, stop.signal).then(
      (data) => {
        keep(path, data);
        set({ data, error: null, isLoading: false, path });
      },
      (error: unknown) => {
        if (!stop.signal.aborted) set({ data: null, error: error as Refusal, isLoading: false, path });
      },
    );
    return () => stop.abort();
  }, [path, at]);
  return answer;
}

function keep(path: string, answer: unknown): void {
  kept.delete(path);
  kept.set(path, answer);
  const oldest = kept.keys().next();
  if (kept.size > MOST && !oldest.done) kept.delete(oldest.value);
}
