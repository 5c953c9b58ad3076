/** What people say of the event: the answers with their keys and the form to mend it, at the head of the page; and all that was said, with what the program read beside it. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { go, type Address } from "../address";
import type { EventRecord, FixStatus } from "../api";
import { useKeys } from "../keys";
import { Section } from "../parts/record";
import { reviewer } from "../parts/sign";
import { say } from "../parts/toast";
import { minute } from "../parts/words";
import { answer, ANSWERS, inWords, isAnswer, undo, words, type Answer } from "../review/answer";
import { Answers, type Waiting } from "../review/answers";
import { FixForm } from "../review/fixform";
import { standing, TakenBackBy, type Standing } from "../review/standing";
import { beginsAt, FIRST, mending } from "./mend";
import "../review/review.css";

export function Judging({ record, address }: { record: EventRecord; address: Address }) {
  const { id } = record.event;
  const [waiting, wait] = useState<Waiting | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const fixing = address.query.get("fix");
  // Decided once while the form is open: another field would take the focus from what is written in.
  const begins = useMemo(() => (fixing === FIRST ? beginsAt(record) : (fixing ?? "")), [fixing, id]);
  const fix = (field: string | null) => go(mending(address, field), { replace: true });
  // Its keys work wherever the page is read, and what they still ask for is to be seen.
  useEffect(() => {
    if (waiting) place.current?.scrollIntoView({ block: "nearest" });
  }, [waiting]);
  const give = (change: Answer, why: string) => {
    wait(null);
    const said = { events: [id], changes: [change], why };
    answer(said).then(
      (fixes) => say(inWords(said), { tone: "good", undo: () => void undo(fixes) }),
      (error: unknown) => say(`Not kept: ${words(error)}`, { tone: "bad" }),
    );
  };
  const judge = (change: Answer) => {
    if (!reviewer() || ANSWERS[change].needsWhy) wait({ change, ids: [id] });
    else give(change, "");
  };
  useKeys([
    { key: "y", does: "all is right", isOnce: true, run: () => judge("accept") },
    { key: "n", does: "no event", isOnce: true, run: () => judge("reject") },
    { key: "h", does: "hold, cannot be said", isOnce: true, run: () => judge("hold") },
    { key: "f", does: "mend a field", run: () => fix(FIRST) },
    { key: "u", does: "take back the last answer", isOnce: true, run: () => void undo() },
    // What is open is left before the view is.
    ...(fixing !== null || waiting ? [{ key: "Escape", does: "leave the form", run: () => (fix(null), wait(null)) }] : []),
  ]);
  return (
    <div ref={place} class="event-judge">
      {fixing !== null ? (
        <FixForm record={record} at={begins} onCancel={() => fix(null)} onDone={() => fix(null)} />
      ) : (
        <Answers
          waiting={waiting}
          isReady
          onSay={judge}
          onGive={(said, why) => give(said.change, why)}
          onFix={() => fix(FIRST)}
          onUndo={() => void undo()}
          onLeave={() => wait(null)}
        />
      )}
    </div>
  );
}

export function Judged({ record, address }: { record: EventRecord; address: Address }) {
  const rows = standing(record.fixes);
  return (
    <Section
      title="What people say of it"
      count={rows.length}
      aside={
        <a class="button" href={mending(address, FIRST)}>
          Mend a field
        </a>
      }
    >
      {rows.length === 0 ? <p class="record-note">Nobody checked this event yet; all of it is machine-read.</p> : <History rows={rows} />}
    </Section>
  );
}

const STATUS: Record<FixStatus, string> = {
  applies: "stands",
  agrees: "the program reads the same",
  stale: "the program reads another thing by now",
  replaced: "replaced by what was said later",
  withdrawn: "taken back",
  lost: "its words tell no event any more",
};

function History({ rows }: { rows: Standing[] }) {
  return (
    <div class="rows-box" tabIndex={0} role="region" aria-label="What people said of the event">
      <table class="rows">
        <caption class="sr">What people said of the event, beside what the program read</caption>
        <thead>
          <tr>
            {["Field", "A person says", "The program read", "Who and when", "Because", "Now"].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">
              <span class="sr">Take back</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <Fix key={one.row.id} {...one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Fix({ row, takenBack }: Standing) {
  const isGone = row.status === "withdrawn";
  const { value, read, reads } = row.in_words;
  const what = isAnswer(row.field) ? ANSWERS[row.field].done : row.field;
  return (
    <tr class={isGone ? "event-gone" : undefined}>
      <th scope="row">{what}</th>
      <td>
        <bdi dir="auto" class="event-person">
          {value}
        </bdi>
      </td>
      <td>
        <bdi dir="auto">{read}</bdi>
        {reads !== read && reads !== "" && (
          <span class="event-soft">
            {" "}
            now reads <bdi dir="auto">{reads}</bdi>
          </span>
        )}
      </td>
      <td>
        <bdi dir="auto">{row.by}</bdi>{" "}
        <time class="event-soft" dateTime={row.at}>
          {minute(row.at)}
        </time>
      </td>
      <td>
        <bdi dir="auto">{row.why}</bdi>
      </td>
      <td>{isGone ? <TakenBackBy fix={takenBack} /> : STATUS[row.status]}</td>
      <td>
        {!isGone && row.field !== "withdraw" && (
          <button type="button" class="button event-back" aria-label={`Take back: ${what} ${value}`} onClick={() => void undo([row.id])}>
            Take back
          </button>
        )}
      </td>
    </tr>
  );
}
