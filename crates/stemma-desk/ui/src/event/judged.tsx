/** What people say of the event: the answers with their keys, the form to correct it, and all that was said with what the program read beside it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { changed, go, href, type Address } from "../address";
import type { EventRecord, FixRow, FixStatus } from "../api";
import { useKeys } from "../keys";
import { Section } from "../parts/record";
import { reviewer } from "../parts/sign";
import { say } from "../parts/toast";
import { answer, ANSWERS, inWords, isAnswer, undo, words, type Answer } from "../review/answer";
import { Answers, type Waiting } from "../review/answers";
import { FixForm } from "../review/fixform";
import "../review/review.css";

export function Judged({ record, address }: { record: EventRecord; address: Address }) {
  const { id } = record.event;
  const [waiting, wait] = useState<Waiting | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const isFixing = address.query.get("fix") === "1";
  const fix = (is: boolean) => go(href("events", id, changed(address.query, { fix: is ? "1" : null })), { replace: true });
  useEffect(() => {
    if (isFixing) place.current?.scrollIntoView({ block: "start" });
    else if (waiting) place.current?.scrollIntoView({ block: "nearest" });
  }, [isFixing, waiting]);
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
    { key: "f", does: "a field is wrong", run: () => fix(true) },
    { key: "u", does: "take back the last answer", isOnce: true, run: () => void undo() },
  ]);
  return (
    <Section title="What people say of it" count={record.fixes.length}>
      {record.fixes.length === 0 ? <p class="record-note">Nobody checked this event yet; all of it is machine-read.</p> : <History rows={record.fixes} />}
      <div ref={place} class="event-judge">
        {isFixing ? (
          <FixForm record={record} onCancel={() => fix(false)} onDone={() => fix(false)} />
        ) : (
          <Answers
            waiting={waiting}
            isReady
            onSay={judge}
            onGive={(said, why) => give(said.change, why)}
            onFix={() => fix(true)}
            onUndo={() => void undo()}
            onLeave={() => wait(null)}
          />
        )}
      </div>
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

function History({ rows }: { rows: FixRow[] }) {
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
          {rows.map((row) => (
            <Fix key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Fix({ row }: { row: FixRow }) {
  const isGone = row.status === "withdrawn" || row.field === "withdraw";
  const what = isAnswer(row.field) ? ANSWERS[row.field].done : row.field;
  return (
    <tr class={isGone ? "event-gone" : undefined}>
      <th scope="row">{what}</th>
      <td>
        <bdi dir="auto" class="event-person">
          {row.value}
        </bdi>
      </td>
      <td>
        <bdi dir="auto">{row.read}</bdi>
        {row.reads !== row.read && row.reads !== "" && (
          <span class="event-soft">
            {" "}
            now reads <bdi dir="auto">{row.reads}</bdi>
          </span>
        )}
      </td>
      <td>
        <bdi dir="auto">{row.by}</bdi>{" "}
        <time class="event-soft" dateTime={row.at}>
          {row.at.slice(0, 16).replace("T", " ")}
        </time>
      </td>
      <td>
        <bdi dir="auto">{row.why}</bdi>
      </td>
      <td>{STATUS[row.status]}</td>
      <td>
        {!isGone && (
          <button type="button" class="button event-back" aria-label={`Take back: ${what} ${row.value}`} onClick={() => void undo([row.id])}>
            Take back
          </button>
        )}
      </td>
    </tr>
  );
}
