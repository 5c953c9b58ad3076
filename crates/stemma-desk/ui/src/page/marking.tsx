/** The form in which a person marks a page, or takes a mark of it back: signed, as all that is said of a store. */
import { useId, useState } from "preact/hooks";
import type { Fixed, Marked, Marking as Sent, Unfixing } from "../api";
import { reviewer, Sign, sign } from "../parts/sign";
import { say } from "../parts/toast";
import { send, storeChanged, type Refusal } from "../server";

/** What each mark says, and is for. */
const MEANS: Record<Marked["mark"], string> = {
  sensitive: "its words can harm those whom it tells of; redacted exports withhold them",
  graphic: "it shows or tells what nobody should see unprepared",
  deleted: "its outlet took it down",
};
const KINDS = Object.keys(MEANS) as Marked["mark"][];

export function Marking({ page, marks }: { page: string; marks: readonly Marked[] }) {
  const [isOpen, open] = useState(false);
  return (
    <details class="marking" open={isOpen} onToggle={(event) => open(event.currentTarget.open)}>
      <summary>Mark this page</summary>
      {isOpen && <Form page={page} marks={marks} onDone={() => open(false)} />}
    </details>
  );
}

function Form({ page, marks, onDone }: { page: string; marks: readonly Marked[]; onDone: () => void }) {
  /** A kind, or the id of a mark to take back. */
  const [chosen, choose] = useState<string | null>(null);
  const [why, setWhy] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const name = useId();
  const keep = async (event: Event) => {
    event.preventDefault();
    const kind = KINDS.find((known) => known === chosen);
    if (!chosen) return setFault("choose a mark");
    if (!reviewer()) return setFault("say your name first");
    const by = sign();
    setSending(true);
    try {
      if (kind) await send<Fixed>("POST", "/marks", { pages: [page], mark: kind, by, why: why.trim() } satisfies Sent);
      else await send<Fixed>("DELETE", `/marks/${encodeURIComponent(chosen)}`, { by, why: why.trim() } satisfies Unfixing);
      say(kind ? `the page is marked as ${kind}, as ${by} says` : `the mark is taken back, as ${by} says`, { tone: "good" });
      onDone();
      storeChanged();
    } catch (refusal) {
      setFault((refusal as Refusal).message);
    } finally {
      setSending(false);
    }
  };
  const choice = (value: string, words: preact.ComponentChildren) => (
    <label key={value}>
      <input type="radio" name={name} value={value} checked={chosen === value} onChange={() => choose(value)} /> {words}
    </label>
  );
  return (
    <form class="sign-form" onSubmit={keep}>
      <fieldset>
        <legend>What is it?</legend>
        {KINDS.filter((kind) => !marks.some(({ mark }) => mark === kind)).map((kind) => choice(kind, <span><b>{kind}</b>: {MEANS[kind]}</span>))}
        {marks.map(({ id, mark, by }) => choice(id, <span>take back <b>{mark}</b>, marked by <bdi dir="auto">{by}</bdi></span>))}
      </fieldset>
      <Sign why={why} onWhy={setWhy} needsWhy={false} fault={fault} />
      <p class="sign-do">
        <button type="submit" class="button button-main" disabled={isSending || chosen === null}>
          Keep it
        </button>
        <button type="button" class="button" onClick={onDone}>
          Leave it
        </button>
      </p>
    </form>
  );
}
