/** What people said of events: who, when, why, what the machine reads instead, and what became of it; and how far they agree. */
import { useState } from "preact/hooks";
import { href } from "../address";
import type { Fixes, FixRow, FixStatus } from "../api";
import { reviewer, SignedAs } from "../parts/sign";
import { Empty, Failed, Loading } from "../parts/states";
import { say } from "../parts/toast";
import { minute, number } from "../parts/words";
import { useAnswer } from "../server";
import { isAnswer, withdraw, words, ANSWERS } from "./answer";
import { standing, TakenBackBy, type Standing } from "./standing";

/** A sign and words for what became of a fix. */
const STATUS: Record<FixStatus, { sign: string; means: string }> = {
  applies: { sign: "✎", means: "stands in the place of what was read" },
  agrees: { sign: "✓", means: "the program reads the same" },
  stale: { sign: "?", means: "the program now reads a third thing: look again" },
  replaced: { sign: "↻", means: "somebody said another thing later" },
  withdrawn: { sign: "↩", means: "taken back" },
  lost: { sign: "∅", means: "its words tell no event any more" },
};

const ALL = Object.keys(STATUS) as FixStatus[];
/** So many lines at once; more when they are asked for. */
const STEP = 100;

export function Said() {
  const { data, error } = useAnswer<Fixes>("/fixes.json");
  const [sought, seek] = useState("");
  const [status, setStatus] = useState<FixStatus | "">("");
  const [most, setMost] = useState(STEP);
  if (error && !data) return <Failed error={error} />;
  if (!data) return <Loading what="what was said" />;
  if (data.total === 0) {
    return (
      <Empty what="Nobody has said anything of an event yet.">
        <a href={href("review")}>Begin with the event where harm times doubt is greatest</a>
      </Empty>
    );
  }
  const letters = sought.toLowerCase();
  const all = standing(data.rows);
  const isSought = ({ row }: Standing) => `${row.by} ${row.event} ${row.field} ${row.in_words.value} ${row.why}`.toLowerCase().includes(letters);
  const rows = all.filter((one) => (!status || one.row.status === status) && (!letters || isSought(one)));
  return (
    <div class="review-said">
      <Agreement rows={data.agreement} />
      <section aria-labelledby="review-said">
        <div class="review-head">
          <h2 id="review-said">
            {rows.length === all.length ? number(all.length) : `${number(rows.length)} of ${number(all.length)}`} said
          </h2>
          <label>
            Words, names, fields <input class="field" type="search" value={sought} onInput={(typed) => seek(typed.currentTarget.value)} />
          </label>
          <label>
            What became of it{" "}
            <select class="field" value={status} onChange={(changed) => setStatus(changed.currentTarget.value as FixStatus | "")}>
              <option value="">all</option>
              {ALL.map((name) => (
                <option key={name} value={name}>
                  {name}: {STATUS[name].means}
                </option>
              ))}
            </select>
          </label>
          <a href="/fixes.csv" download="fixes.csv">
            As a table (CSV)
          </a>
        </div>
        <SignedAs />
        <div class="rows-box" tabIndex={0} role="region" aria-label="What was said">
          <table class="rows">
            <caption class="sr">What people said of events, the latest first</caption>
            <thead>
              <tr>
                {["Said", "Of", "By", "Because", "Became of it", ""].map((title) => (
                  <th key={title} scope="col">
                    {title || <span class="sr">Take back</span>}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, most).map((one) => (
                <Line key={one.row.id} {...one} />
              ))}
            </tbody>
          </table>
        </div>
        {rows.length > most && (
          <button type="button" class="button" onClick={() => setMost(most + STEP)}>
            {number(rows.length - most)} more
          </button>
        )}
      </section>
    </div>
  );
}

function Line({ row, takenBack }: Standing) {
  const { sign, means } = STATUS[row.status];
  const what = isAnswer(row.field) ? ANSWERS[row.field].done : row.field;
  const isGone = row.status === "withdrawn";
  const { value, reads } = row.in_words;
  return (
    <tr class={isGone ? "review-gone" : ""}>
      <th scope="row">
        {what} {value && <bdi>{value}</bdi>}
        {reads && reads !== value && (
          <span class="review-soft">
            {" "}
            · read <bdi>{reads}</bdi>
          </span>
        )}
      </th>
      <td>
        <a href={href("events", row.event)}>
          <code>{row.event}</code>
        </a>
      </td>
      <td>
        <bdi>{row.by}</bdi> <time class="review-soft" dateTime={row.at}>{minute(row.at)}</time>
      </td>
      <td>
        <bdi dir="auto">{row.why}</bdi>
      </td>
      <td>
        <span class={`review-status review-status-${row.status}`} title={means}>
          <span aria-hidden="true">{sign}</span> {isGone ? <TakenBackBy fix={takenBack} /> : row.status}
        </span>
      </td>
      <td>{!isGone && row.field !== "withdraw" && <TakeBack row={row} />}</td>
    </tr>
  );
}

/** Takes one fix back, with a reason. */
function TakeBack({ row }: { row: FixRow }) {
  const [isOpen, open] = useState(false);
  const [why, setWhy] = useState("");
  const [isSending, setSending] = useState(false);
  if (!isOpen) {
    return (
      <button type="button" class="button" aria-label={`Take back: ${row.field} ${row.in_words.value} of ${row.event}`} onClick={() => open(true)}>
        Take back …
      </button>
    );
  }
  const send = async (event: Event) => {
    event.preventDefault();
    setSending(true);
    try {
      if (!reviewer()) throw new Error("say who you are above the table first");
      await withdraw([row.id], why.trim() || "taken back");
      say(`Taken back: ${row.field} ${row.in_words.value}`, { tone: "good" });
    } catch (error) {
      say(`Not taken back: ${words(error)}`, { tone: "bad" });
    } finally {
      setSending(false);
    }
  };
  return (
    <form class="review-takeback" onSubmit={(event) => void send(event)} onKeyDown={(pressed) => pressed.key === "Escape" && open(false)}>
      <label>
        Why <input class="field" ref={(field) => field?.focus()} value={why} onInput={(typed) => setWhy(typed.currentTarget.value)} />
      </label>
      <button type="submit" class="button button-main" disabled={isSending}>
        Take back
      </button>
    </form>
  );
}

/** Krippendorff's own words on his number: .8 and more is good, .667 the least for cautious conclusions. */
const GOOD = 0.8;
const LEAST = 0.667;

function Agreement({ rows }: { rows: Fixes["agreement"] }) {
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="review-agreement">
      <h2 id="review-agreement">How far people agree</h2>
      <p class="review-soft">
        Krippendorff’s alpha over events that two people or more judged: 1 is full agreement, 0 what chance would give. {GOOD} and more is taken for good, below {LEAST} for none to build on.
      </p>
      <div class="rows-box" tabIndex={0} role="region" aria-label="Agreement by field">
        <table class="rows review-agreement">
          <caption class="sr">Agreement of reviewers, by field</caption>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col" class="number">
                Alpha
              </th>
              <th scope="col">Reads as</th>
              <th scope="col" class="number">
                Events
              </th>
              <th scope="col" class="number">
                People
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.field}>
                <th scope="row">{row.field === "event" ? "whether it is an event" : row.field}</th>
                <td class="number">{row.alpha === null ? "–" : row.alpha.toFixed(2)}</td>
                <td>{row.alpha === null ? "too little to tell, or one value alone" : row.alpha >= GOOD ? "good" : row.alpha >= LEAST ? "for cautious conclusions" : "low: talk about what the field means"}</td>
                <td class="number">{row.events}</td>
                <td class="number">{row.people}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
