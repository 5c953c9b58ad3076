/**
 * Adding pages: files or folders are dropped or chosen, handed to the server a few at a time, and what becomes of them comes with the live
 * stream: which wait, which were read, which were known, and which were refused and why.
 */
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { href } from "../address";
import type { About, FileNames, IntakeState, Taken } from "../api";
import { useLive } from "../live";
import { number } from "../parts/words";
import { hand, Refusal, useAnswer } from "../server";
import { chosen, entriesOf, sorted, walked, type Found, type LeftOut } from "./files";
import { handIn, type Handing } from "./handing";
import { NOTHING, told, total, type Tally } from "./tally";
import "./intake.css";

export default function IntakeView() {
  const { data: about } = useAnswer<About>("/about.json");
  return (
    <div class="intake">
      <h1>Add pages</h1>
      <p class="intake-soft">
        Scraped pages of news, in English. They stay on this machine: nothing is sent anywhere but to the store
        {about && (
          <>
            {" "}
            <bdi>{about.store}</bdi>
          </>
        )}
        .
      </p>
      <Drop />
      {about && about.documents > 0 && (
        <p class="intake-soft">
          The store holds {number(about.documents)} pages, {number(about.stories)} stories and {number(about.events)} events. The same bytes twice are nothing new. For
          many thousands of pages, <code>stemma ingest FOLDER</code> is faster.
        </p>
      )}
    </div>
  );
}

/** What one visit of this page has handed in; it goes on while other views are shown. */
interface Session {
  handing: Handing | null;
  leftOut: LeftOut[];
  /** Files of folders that belong to saved pages. */
  parts: number;
  stop: AbortController;
  /** What the server told before anything was handed in: of files of another visit. */
  before: IntakeState | null;
  tally: Tally;
}

let session: Session | null = null;
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

/** Closing the page would leave files behind that were not handed in yet. */
addEventListener("beforeunload", (event) => {
  if (session?.handing && !session.handing.isDone) event.preventDefault();
});

function useSession(): Session | null {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const listener = () => again(undefined as never);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return session;
}

/** Seconds after which a server that has too much to do is asked again where it does not say. */
const AGAIN_S = 2;
const BUSY = [429, 503];

const again = (error: unknown) => (error instanceof Refusal && BUSY.includes(error.status) ? (error.again_s ?? AGAIN_S) : null);

async function begin(found: Found[], unread: LeftOut[], names: FileNames | null, intake: IntakeState | null): Promise<void> {
  const { taken, leftOut, parts } = await sorted(found, names);
  const mine: Session = { handing: null, leftOut: [...unread, ...leftOut], parts, stop: new AbortController(), before: intake, tally: NOTHING };
  session = mine;
  tell();
  if (taken.length === 0) return;
  const give = ({ name, file }: Found) => hand<Taken>(`/intake?name=${encodeURIComponent(name)}`, file);
  const heard = (state: Handing) => {
    mine.handing = state;
    tell();
  };
  heard({ total: taken.length, sent: 0, refused: [], isDone: false, waits: null });
  void handIn(taken, give, again, heard, mine.stop.signal);
}

/** The place to drop at, with what became of what was dropped; `onBegin` is told when there is something to hand in. */
export function Drop({ onBegin }: { onBegin?: () => void }) {
  const live = useLive();
  const now = useSession();
  const { data: names } = useAnswer<FileNames>("/formats.json");
  const [isOver, setOver] = useState(false);
  const [isWalking, walk] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const isBusy = isWalking || (now?.handing ? !now.handing.isDone : false);
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!event.dataTransfer || isBusy) return;
    const given = entriesOf(event.dataTransfer);
    walk(true);
    const unread: LeftOut[] = [];
    const found = [...(await walked(given.entries, (name) => unread.push({ name, reason: "cannot be read" }))), ...chosen(given.files)];
    await begin(found, unread, names, live.intake);
    walk(false);
    onBegin?.();
  };
  const choose = (event: { currentTarget: HTMLInputElement }) => {
    const found = chosen(event.currentTarget.files ?? []);
    // The same files may be chosen again.
    event.currentTarget.value = "";
    if (found.length === 0) return;
    void begin(found, [], names, live.intake).then(() => onBegin?.());
  };
  return (
    <>
      <div
        class={`intake-drop${isOver ? " intake-over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
        }}
        onDrop={(event) => void drop(event)}
      >
        <p class="intake-call">{isWalking ? "Looking through the folder …" : "Drop files or a folder here"}</p>
        {names && (
          <p class="intake-soft">{names.read.map(({ endings, hold }) => `${endings.map((ending) => `.${ending}`).join(", ")}: ${hold}`).join(" · ")}</p>
        )}
        <p class="intake-buttons">
          <button type="button" class="button button-main" disabled={isBusy} onClick={() => files.current?.click()}>
            Choose files …
          </button>
          <button type="button" class="button" disabled={isBusy} onClick={() => folder.current?.click()}>
            Choose a folder …
          </button>
        </p>
        <input ref={files} class="sr" type="file" multiple tabIndex={-1} aria-hidden="true" name="files" onChange={choose} />
        <input ref={folder} class="sr" type="file" multiple tabIndex={-1} aria-hidden="true" name="folder" {...{ webkitdirectory: true }} onChange={choose} />
      </div>
      {now && <Progress session={now} intake={live.intake} isConnected={live.isConnected !== false} />}
    </>
  );
}

function Progress({ session: mine, intake, isConnected }: { session: Session; intake: IntakeState | null; isConnected: boolean }) {
  const { handing, leftOut, parts } = mine;
  if (intake && intake !== mine.before && intake !== mine.tally.last) mine.tally = told(mine.tally, intake);
  const ours = mine.tally.last;
  const { read, new: fresh, known, lines, refused: unread } = total(mine.tally);
  const refused = [...(handing?.refused ?? []), ...unread];
  // Where nothing was taken there is nothing to wait for.
  const isRead = handing?.sent === 0 || (ours !== null && ours.state === "idle" && ours.waiting === 0);
  const isDone = handing !== null && handing.isDone && isRead;
  return (
    <section class="intake-progress" aria-labelledby="intake-progress">
      <h2 id="intake-progress">{stateInWords(handing, ours, isDone)}</h2>
      {handing && (
        <>
          <progress max={handing.total * 2} value={isDone ? handing.total * 2 : handing.sent + handing.refused.length + Math.min(read, handing.total)} aria-label="Files handed in and read" />
          <dl class="intake-counts">
            <Count label="handed in" value={`${number(handing.sent)} of ${number(handing.total)}`} />
            <Count label="waiting" value={number(ours?.waiting ?? 0)} />
            <Count label="read" value={number(read)} />
            <Count label="new" value={number(fresh)} />
            <Count label="known already" value={number(known)} />
            <Count label="refused" value={number(refused.length)} />
          </dl>
          {handing.waits && <p class="intake-soft">The server asks to wait a moment: {handing.waits}</p>}
          {!handing.isDone && (
            <button type="button" class="button" onClick={() => mine.stop.abort()}>
              Hand in no more
            </button>
          )}
        </>
      )}
      <p class="sr" role="status">
        {isDone ? `Done: ${fresh} new pages, ${known} known already, ${refused.length} refused` : ""}
      </p>
      {!isConnected && <p class="sign-fault">
          The server does not tell how far it is; is <code>stemma serve</code> still running?
        </p>}
      {isDone && (
        <p class="intake-buttons">
          <a class="button button-main" href={href("events")}>
            See the events of all pages
          </a>
          <a class="button" href={href("stories")}>
            Stories
          </a>
          <a class="button" href={href("pages")}>
            Pages
          </a>
        </p>
      )}
      {lines.length > 0 && (
        <ul class="intake-lines">
          {lines.map((line, at) => (
            <li key={at}>{line}</li>
          ))}
        </ul>
      )}
      {refused.length > 0 && (
        <Named title={`${number(refused.length)} refused`} isOpen>
          {refused.map(({ name, reason }, at) => (
            <li key={`${at} ${name}`}>
              <bdi>{name}</bdi>: {reason.startsWith(`${name}: `) ? reason.slice(name.length + 2) : reason}
            </li>
          ))}
        </Named>
      )}
      {leftOut.length > 0 && (
        <Named title={`${number(leftOut.length)} left out: no pages by their names`} isOpen={handing === null}>
          {leftOut.map(({ name, reason }) => (
            <li key={name}>
              <bdi>{name}</bdi>: {reason}
            </li>
          ))}
        </Named>
      )}
      {parts > 0 && <p class="intake-soft">{number(parts)} files in the folders of saved pages left out: their scripts, styles and frames.</p>}
    </section>
  );
}

function stateInWords(handing: Handing | null, intake: IntakeState | null, isDone: boolean): string {
  if (!handing) return "Nothing to hand in";
  if (isDone) return "Done";
  if (!handing.isDone) return "Handing in";
  if (intake?.state === "relating") return "Comparing them with all other pages";
  return "Reading";
}

function Count({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** So many names are shown; a folder of photographs has thousands. */
const NAMES = 200;

function Named({ title, isOpen, children }: { title: string; isOpen: boolean; children: preact.JSX.Element[] }) {
  return (
    <details open={isOpen}>
      <summary>{title}</summary>
      <ul>
        {children.slice(0, NAMES)}
        {children.length > NAMES && <li>and {number(children.length - NAMES)} more</li>}
      </ul>
    </details>
  );
}
