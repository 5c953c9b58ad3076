/**
 * The review: one event after the other, those first where harm times doubt is greatest, and an answer to each. The queue is the query of
 * the address (`ls events --checked no --sort doubt` asks the same), the card is its `sel`.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { changed, go, href } from "../address";
import type { About, EventRow, Events } from "../api";
import type { View } from "../app";
import { listPath } from "../events/asked";
import { beginsAt } from "../event/mend";
import { useKeys } from "../keys";
import { useRows } from "../parts/listing";
import { reviewer } from "../parts/sign";
import { Empty, Failed, Loading } from "../parts/states";
import { say } from "../parts/toast";
import { number } from "../parts/words";
import { useAnswer } from "../server";
import { answer, ANSWERS, sayKept, undo, words, type Answer } from "./answer";
import { Answers, type Waiting } from "./answers";
import { Card } from "./card";
import { FilterLine } from "./filter";
import { FixForm } from "./fixform";
import { List } from "./list";
import * as queueOf from "./queue";
import { useRecord } from "./records";
import { Said } from "./said";
import { Several } from "./several";
import "./review.css";

/** So many of the queue at once; what follows is asked for before it is reached. */
const AT_ONCE = 100;
const AHEAD = 15;
/** An answer so soon after a new card is a key that was held down, and was not meant for it. */
const SLIP_MS = 250;

export default function ReviewView({ address }: View) {
  const isSaid = address.query.get("view") === "fixes";
  const { data: about } = useAnswer<About>("/about.json");
  const to = (view: string | null) => href("review", null, changed(address.query, { view, sel: null }));
  return (
    <div class="review">
      <header class="review-head">
        <h1>Review</h1>
        {about && <Progress done={about.checked.done} of={about.checked.of} />}
        <nav class="choices" aria-label="Of the review">
          <a class="button" href={to(null)} aria-current={isSaid ? undefined : "true"}>
            Queue
          </a>
          <a class="button" href={to("fixes")} aria-current={isSaid ? "true" : undefined}>
            What was said
          </a>
        </nav>
      </header>
      {isSaid ? <Said /> : <Queue query={address.query} about={about} />}
    </div>
  );
}

function Progress({ done, of }: { done: number; of: number }) {
  return (
    <p class="review-progress">
      <progress max={Math.max(of, 1)} value={done} aria-label="Events that a person checked" /> {number(done)} of {number(of)} checked
    </p>
  );
}

/** What the queue is asked; `checked=no` and the order of doubt unless the address says otherwise. */
function pathOf(query: URLSearchParams): string {
  const usual: Record<string, string> = { limit: `${AT_ONCE}` };
  if (!query.has("sort")) usual.sort = "doubt";
  if (!query.has("checked")) usual.checked = "no";
  return listPath(query, usual);
}

function Queue({ query, about }: { query: URLSearchParams; about: About | null }) {
  const path = pathOf(query);
  // Another query is another queue.
  return (
    <>
      <FilterLine query={query} conditions={about?.conditions ?? []} />
      <Walk key={path} path={path} query={query} />
    </>
  );
}

function Walk({ path, query }: { path: string; query: URLSearchParams }) {
  const { data, rows, error, isLoading, hasMore, more } = useRows<Events>(path);
  const [queue, setQueue] = useState(queueOf.EMPTY);
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [waiting, wait] = useState<Waiting | null>(null);
  /** The field that the form begins at, while it is open. */
  const [fixing, fix] = useState<string | null>(null);
  const sel = query.get("sel");
  const current = sel ?? queueOf.next(queue, null);
  const following = queueOf.next(queue, current);
  const { record, error: refusal } = useRecord(current, following);
  const since = useRef({ id: current, at: 0, cards: 0, isAnswered: false });
  if (since.current.id !== current) {
    since.current = { id: current, at: performance.now(), cards: since.current.cards + (since.current.id ? 1 : 0), isAnswered: false };
  }

  useEffect(() => {
    if (data && !isLoading) setQueue((last) => queueOf.taken(last, rows, !hasMore, current));
  }, [data, rows.length, isLoading]);
  const open = queueOf.open(queue);
  useEffect(() => {
    const at = queue.rows.findIndex((row) => row.id === current);
    if (hasMore && (open <= AHEAD || queue.rows.length - at <= AHEAD)) more();
  }, [queue, current, hasMore]);

  const show = (id: string | null) => {
    fix(null);
    wait(null);
    go(href("review", null, changed(query, { sel: id })), { replace: true });
    scrollTo(0, 0);
  };
  const pass = () => {
    if (!current) return;
    if (queueOf.isRound(queue, current)) say("From here on, those that you passed by come again");
    setQueue((last) => queueOf.passed(last, current));
    if (following) show(following);
    else say("No other event waits for an answer");
  };
  /** The next card comes at once; an answer that is not kept brings its events back, before all others. */
  const give = (ids: string[], change: Answer, why: string) => {
    // Until the next card is drawn, a second key would answer this one again.
    if (current && ids.includes(current)) {
      since.current.isAnswered = true;
      show(queueOf.next(queueOf.answered(queue, ids), current));
    }
    setQueue((last) => queueOf.answered(last, ids));
    choose(new Set());
    const said = { events: ids, changes: [change], why };
    answer(said).then(
      (fixes) => sayKept(said, fixes, back),
      (error: unknown) => {
        setQueue((last) => queueOf.returned(last, ids));
        const first = ids[0] ?? null;
        say(`Not kept, and put back into the queue: ${words(error)}`, { tone: "bad", undo: () => show(first), undoes: "Go back to it" });
      },
    );
  };
  const back = (ids: string[]) => {
    setQueue((last) => queueOf.reopened(last, ids));
    if (ids[0]) show(ids[0]);
  };
  /** An answer to the card in sight; it waits where a name or a reason is missing. */
  const judge = (change: Answer) => {
    if (!current || record?.event.id !== current || since.current.isAnswered || performance.now() - since.current.at < SLIP_MS) return;
    if (!reviewer() || ANSWERS[change].needsWhy) wait({ change, ids: [current] });
    else give([current], change, "");
  };
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  const shown = record && record.event.id === current ? record : null;
  const selected = queue.rows.filter((row) => chosen.has(row.id));
  const giveSeveral = (change: Answer, why: string) => {
    const ids = selected.map((row) => row.id);
    if (reviewer()) give(ids, change, why);
    else wait({ change, ids, why });
  };

  useKeys([
    { key: "y", does: "all is right", isOnce: true, run: () => judge("accept") },
    { key: "n", does: "no event", isOnce: true, run: () => judge("reject") },
    { key: "h", does: "hold, cannot be said", isOnce: true, run: () => judge("hold") },
    { key: "f", does: "mend a field", run: () => shown && fix(beginsAt(shown)) },
    { key: "s", does: "show the next one without a word", run: pass },
    { key: "u", does: "take back the last answer", isOnce: true, run: () => void undo(undefined, back) },
    { key: "j", does: "next event", run: pass },
    { key: "k", does: "event before", run: () => show(queueOf.previous(queue, current) ?? current) },
    { key: "x", does: "select for an answer to several", isOnce: true, run: () => current && toggle(current) },
    { key: "Enter", does: "open the whole event", run: () => current && go(href("events", current)) },
    { key: "o", does: "open its page", run: () => shown && go(pageOf(shown.event.mentions[0])) },
    ...(fixing !== null || waiting ? [{ key: "Escape", does: "leave the form", run: () => (fix(null), wait(null)) }] : []),
  ]);

  if (error && !data) return <Failed error={error} />;
  if (!data) return <Loading what="the queue" />;
  if (!current) return <Done total={data.total} answered={queue.answered.size} query={query} />;
  return (
    <div class="review-desk">
      <List queue={queue} total={data.total} current={current} chosen={chosen} onShow={show} onToggle={toggle} onChoose={choose} />
      <div class="review-main">
        {selected.length > 0 && <Several rows={selected} onAnswer={giveSeveral} onClear={() => choose(new Set())} />}
        {refusal && !shown ? <Failed error={refusal}>{following && <Next onClick={() => show(following)} />}</Failed> : null}
        {record && !shown && <Moved row={record.row} onNext={() => show(following)} />}
        {shown && <Card key={shown.event.id} record={shown} onMend={fixing === null ? fix : undefined} takesFocus={since.current.cards > 0} />}
        {!shown && !record && !refusal && <Loading what="the event" />}
        {shown && fixing !== null && (
          <FixForm
            record={shown}
            at={fixing}
            onCancel={() => fix(null)}
            onDone={(id) => {
              setQueue((last) => queueOf.answered(last, [id]));
              show(following);
            }}
          />
        )}
        {fixing === null && (
          <Answers
            waiting={waiting}
            isReady={shown !== null}
            onSay={judge}
            onGive={(said, why) => give(said.ids, said.change, why)}
            onFix={() => shown && fix(beginsAt(shown))}
            onPass={pass}
            onUndo={() => void undo(undefined, back)}
            onLeave={() => wait(null)}
          />
        )}
      </div>
    </div>
  );
}

function pageOf(quote: { doc: string; start: number; end: number } | undefined): string {
  return quote ? href("pages", quote.doc, { at: `${quote.start}-${quote.end}` }) : href("pages");
}

function Next({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" class="button" onClick={onClick}>
      Next event
    </button>
  );
}

/** The id led to an event that has another id now; it is not judged in the place of what was asked for. */
function Moved({ row, onNext }: { row: EventRow; onNext: () => void }) {
  return (
    <Empty what="This event is part of another one now.">
      <a href={href("events", row.id)}>
        <bdi>{row.summary}</bdi>
      </a>
      <Next onClick={onNext} />
    </Empty>
  );
}

function Done({ total, answered, query }: { total: number; answered: number; query: URLSearchParams }) {
  const isNarrow = [...query.keys()].some((name) => name !== "sel" && name !== "view");
  const what = answered > 0 ? `The queue is done: you answered ${number(answered)}.` : "No event waits for an answer with this query.";
  return (
    <Empty what={total > 0 && answered === 0 ? "Nothing is left in this queue." : what}>
      {isNarrow && <a href={href("review")}>All that nobody checked</a>}
      <a href={href("review", null, { view: "fixes" })}>What was said</a>
      <a href={href("events")}>Events</a>
    </Empty>
  );
}
