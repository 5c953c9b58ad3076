/**
 * What is wrong with an event, said field by field. Comes in: the event as it stands, with what read each field. Goes out: the changes
 * alone, signed and with a reason, as `stemma fix` takes them; the line that would say the same is shown. What the server refuses stays in
 * the form with its words.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { About, EventRecord, Told } from "../api";
import { TOLD as IN_WORDS } from "../parts/marks";
import { reviewer, Sign, useReviewer } from "../parts/sign";
import { useAnswer } from "../server";
import { answer, sayKept, words } from "./answer";
import { Merge, Split } from "./arrange";
import { changes, drafted, line, MEASURES, taken, toRead, TOLD, Wrong, type CountDraft, type DayDraft, type Draft } from "./changes";
import { Combobox } from "./combobox";
import { forget, keep, recall } from "./kept";
import { PlacePicker } from "./placepicker";
import { Readings, type Reading } from "./read";
import "./fixform.css";

interface Props {
  record: EventRecord;
  /** The field that it begins at; the first one where it has none of this name. */
  at?: string;
  /** After it was kept, with the event that it was said of. */
  onDone?: (event: string) => void;
  onCancel?: () => void;
}

/** The form of one event: another event begins another form. */
export function FixForm(props: Props) {
  const { id } = props.record.event;
  const [turn, setTurn] = useState(0);
  const onAnew = () => {
    forget(id);
    setTurn(turn + 1);
  };
  return <Form key={`${id} ${turn}`} {...props} onAnew={onAnew} />;
}

interface Said {
  list: string[];
  wrong: Wrong | null;
}

/** What the form says now, or what is wrong with it. */
function saidBy(before: Draft, draft: Draft, arranged: string[]): Said {
  try {
    return { list: [...changes(before, draft), ...arranged.filter(Boolean)], wrong: null };
  } catch (error) {
    if (error instanceof Wrong) return { list: [], wrong: error };
    throw error;
  }
}

function Form({ record, at = "", onDone, onCancel, onAnew }: Props & { onAnew: () => void }) {
  const { event } = record;
  const by = useReviewer();
  // What stood there when the form was opened; a store that changes meanwhile takes nothing away that was written.
  const [kept] = useState(() => recall(event.id));
  const [before] = useState(() => kept?.before ?? drafted(record));
  const [draft, write] = useState(kept?.draft ?? before);
  const [merge, setMerge] = useState(kept?.merge ?? "");
  const [split, setSplit] = useState(kept?.split ?? "");
  const [why, setWhy] = useState(kept?.why ?? "");
  useEffect(() => keep(event.id, { before, draft, merge, split, why }), [draft, merge, split, why]);
  const [fault, setFault] = useState<{ field: string; words: string } | null>(null);
  const [isSending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { list, wrong } = useMemo(() => saidBy(before, draft, [merge, split]), [before, draft, merge, split]);
  useEffect(() => {
    const row = form.current?.querySelector(`[data-field="${CSS.escape(at)}"]`);
    const field = row?.querySelector<HTMLElement>("input") ?? row?.querySelector<HTMLElement>("select");
    (field ?? form.current?.querySelector<HTMLElement>("input, select"))?.focus({ preventScroll: true });
    (row ?? form.current)?.scrollIntoView({ block: "start" });
    // What was written stays where another field is asked for while the form is open.
  }, [at]);
  const inWords = list.map((change) => toRead(change, draft.place));
  const set = (part: Partial<Draft>) => {
    setFault(null);
    write((last) => ({ ...last, ...part }));
  };
  const takes = (field: string) => (reading: Reading) => set(taken(draft, field, reading));
  const submit = async (submitted: Event | SubmitEvent) => {
    submitted.preventDefault();
    if (isSending) return;
    const refused = (field: string, what: string) => {
      setFault({ field, words: what });
      form.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
    };
    if (wrong) return refused(wrong.field, wrong.message);
    if (list.length === 0) return refused("form", "nothing was changed; to say that all is right, accept the event");
    if (!why.trim()) return refused("why", "a correction needs a reason that others can check");
    if (!reviewer()) return refused("reviewer", "say who you are; nothing is kept without a name");
    setSending(true);
    try {
      const said = { events: [event.id], changes: list, why: why.trim(), read: inWords };
      const fixes = await answer(said);
      sayKept(said, fixes);
      forget(event.id);
      onDone?.(event.id);
    } catch (error) {
      setFault({ field: "form", words: words(error) });
    } finally {
      setSending(false);
    }
  };
  const shown = fault ?? (wrong ? { field: wrong.field, words: wrong.message } : null);
  const faultOf = (field: string) => (shown?.field === field ? shown.words : null);
  return (
    <form
      class="fixform"
      ref={form}
      noValidate
      aria-label={`Correct: ${record.sentence}`}
      onSubmit={(submitted) => void submit(submitted)}
      onKeyDown={(pressed) => {
        if (pressed.key !== "Escape" || pressed.defaultPrevented || !onCancel) return;
        pressed.preventDefault();
        pressed.stopPropagation();
        onCancel();
      }}
    >
      <h2>Mend what is wrong</h2>
      {kept && (
        <p class="fixform-help" role="status">
          What you wrote before is here again.{" "}
          <button type="button" class="button" onClick={onAnew}>
            Begin anew
          </button>
        </p>
      )}
      <Row field="day" record={record} takes={takes} fault={faultOf("day")}>
        <Days value={draft.day} onValue={(day) => set({ day })} />
      </Row>
      <Row field="place" fault={faultOf("place")}>
        <PlacePicker record={record} value={draft.place} onValue={(place) => set({ place })} />
      </Row>
      <Row field="kind" record={record} takes={takes} fault={null}>
        <Kinds value={draft.kind} onValue={(kind) => set({ kind })} />
        <label data-field="told">
          Told as
          <select class="field" name="told" value={draft.told} onChange={(changed) => set({ told: changed.currentTarget.value as Told })}>
            {TOLD.map((told) => (
              <option key={told} value={told}>
                {IN_WORDS[told]}
              </option>
            ))}
          </select>
        </label>
      </Row>
      <Row field="actor" record={record} takes={takes} fault={null}>
        <Parties label="Who did it" name="actor" value={draft.actor} onValue={(actor) => set({ actor })} />
      </Row>
      <Row field="recipient" record={record} takes={takes} fault={null}>
        <Parties label="To whom" name="recipient" value={draft.recipient} onValue={(recipient) => set({ recipient })} />
      </Row>
      <fieldset class="fixform-part">
        <legend>How many people</legend>
        <p class="fixform-help">One number is exact; the lowest alone says “10 or more”; empty says that it is not known.</p>
        <div class="fixform-counts">
          {MEASURES.map((measure) => (
            <Counts
              key={measure}
              measure={measure}
              record={record}
              value={draft.counts[measure]}
              fault={faultOf(measure)}
              onTake={takes(measure)}
              onValue={(count) => set({ counts: { ...draft.counts, [measure]: count } })}
            />
          ))}
        </div>
      </fieldset>
      <Merge record={record} value={merge} onValue={setMerge} />
      <Split record={record} value={split} onValue={setSplit} />
      {list.length > 0 && (
        <details class="fixform-line">
          <summary>The same, typed in a shell</summary>
          <pre tabIndex={0}>
            <code>{line([event.id], list, by || reviewer(), why)}</code>
          </pre>
        </details>
      )}
      <section class="fixform-foot" aria-label="What will be said, and who says it">
        <Sign why={why} onWhy={(said) => (setFault(null), setWhy(said))} fault={faultOf("why")} />
        {faultOf("reviewer") && <Fault words={faultOf("reviewer")} />}
        {faultOf("form") && <Fault words={faultOf("form")} />}
        <div class="fixform-buttons">
          <button type="submit" class="button button-main" disabled={isSending}>
            {isSending ? "Keeping …" : list.length > 1 ? `Correct ${list.length} fields` : "Correct it"}
          </button>
          {onCancel && (
            <button type="button" class="button" onClick={() => (forget(event.id), onCancel())}>
              Leave it
            </button>
          )}
          <p class="fixform-will">
            {list.length > 0 ? (
              <>
                Will say <b dir="auto">{inWords.join("; ")}</b>
              </>
            ) : wrong ? (
              `${wrong.field}: ${wrong.message}`
            ) : (
              "Nothing is changed yet."
            )}
          </p>
        </div>
      </section>
    </form>
  );
}

function Fault({ words: said }: { words: string | null }) {
  return (
    <p class="sign-fault" role="alert">
      {said}
    </p>
  );
}

interface RowProps {
  field: string;
  /** Of which it is shown what read the field; without it, the children show that themselves. */
  record?: EventRecord;
  /** Takes what a page says into a field. */
  takes?: (field: string) => (reading: Reading) => void;
  fault: string | null;
  children: preact.ComponentChildren;
}

/** A field with what read it below. */
function Row({ field, record, takes, fault, children }: RowProps) {
  return (
    <div class="fixform-row" data-field={field}>
      <div class="fixform-fields">{children}</div>
      {record && <Readings record={record} field={field} onTake={takes?.(field)} />}
      {fault && <Fault words={fault} />}
    </div>
  );
}

const HOW: [DayDraft["how"], string][] = [
  ["day", "one day"],
  ["range", "from … to …"],
  ["month", "a month"],
  ["year", "a year"],
  ["unknown", "not known"],
];

function Days({ value, onValue }: { value: DayDraft; onValue: (value: DayDraft) => void }) {
  const type = { day: "date", range: "date", month: "month", year: "text", unknown: "text" }[value.how];
  const how = (chosen: DayDraft["how"]) => onValue({ how: chosen, from: cut(value.from, chosen), to: chosen === "range" ? value.to || cut(value.from, chosen) : "" });
  return (
    <>
      <label>
        When
        <select class="field" value={value.how} onChange={(changed) => how(changed.currentTarget.value as DayDraft["how"])}>
          {HOW.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {value.how !== "unknown" && (
        <label>
          {value.how === "range" ? "First day" : { day: "Day", month: "Month", year: "Year" }[value.how]}
          <input
            class="field"
            name="day"
            type={type}
            inputMode={value.how === "year" ? "numeric" : undefined}
            maxLength={value.how === "year" ? 4 : undefined}
            placeholder={value.how === "month" ? "2024-06" : undefined}
            value={value.from}
            onInput={(typed) => onValue({ ...value, from: typed.currentTarget.value })}
          />
        </label>
      )}
      {value.how === "range" && (
        <label>
          Last day
          <input class="field" type="date" min={value.from} value={value.to} onInput={(typed) => onValue({ ...value, to: typed.currentTarget.value })} />
        </label>
      )}
    </>
  );
}

/** As much of a day as is asked for now; what is missing is for the person to say. */
function cut(from: string, how: DayDraft["how"]): string {
  if (how === "year") return from.slice(0, 4);
  if (how === "month") return from.length >= 7 ? from.slice(0, 7) : "";
  return from.length === 10 ? from : "";
}

function Kinds({ value, onValue }: { value: string; onValue: (kind: string) => void }) {
  const { data } = useAnswer<About>("/about.json");
  const [typed, write] = useState<string | null>(null);
  // One that was taken from a page stands in the place of what was typed.
  useEffect(() => write(null), [value]);
  const kinds = data?.kinds ?? [];
  const label = kinds.find(({ kind }) => kind === value)?.label ?? value;
  const sought = (typed ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const options = kinds
    .filter(({ kind, label: called, plover, acled }) => sought.every((word) => `${kind} ${called} ${plover} ${acled ?? ""}`.toLowerCase().includes(word)))
    .map(({ kind, label: called, plover, acled }) => ({ id: kind, label: called, detail: [kind, plover, acled].filter(Boolean).join(" · ") }));
  return (
    <Combobox
      label="What it was"
      words={typed ?? label}
      onWords={write}
      options={options}
      onChoose={(option) => {
        write(null);
        onValue(option.id);
      }}
      none="No kind is called so"
      help={typed !== null && typed !== label ? `Choose one from the list; so far it is “${label}”` : undefined}
    />
  );
}

function Parties({ label, name, value, onValue }: { label: string; name: string; value: string; onValue: (value: string) => void }) {
  return (
    <label class="fixform-wide">
      {label}
      <input class="field" name={name} dir="auto" value={value} placeholder="not known" onInput={(typed) => onValue(typed.currentTarget.value)} />
      <span class="fixform-help">Several with ; between</span>
    </label>
  );
}

const BOUNDS: [keyof CountDraft, string][] = [
  ["low", "lowest"],
  ["best", "best"],
  ["high", "highest"],
];

interface CountsProps {
  measure: string;
  record: EventRecord;
  value: CountDraft;
  fault: string | null;
  onTake: (reading: Reading) => void;
  onValue: (value: CountDraft) => void;
}

function Counts({ measure, record, value, fault, onTake, onValue }: CountsProps) {
  return (
    <div class="fixform-count" data-field={measure} role="group" aria-label={measure}>
      <span class="fixform-measure">{measure}</span>
      {BOUNDS.map(([bound, label]) => (
        <input
          key={bound}
          class="field"
          name={bound === "low" ? measure : undefined}
          inputMode="numeric"
          maxLength={9}
          aria-label={`${measure}, ${label}`}
          aria-invalid={fault !== null}
          placeholder={label}
          value={value[bound]}
          onInput={(typed) => onValue({ ...value, [bound]: typed.currentTarget.value })}
        />
      ))}
      {fault && <Fault words={fault} />}
      <Readings record={record} field={measure} onTake={onTake} />
    </div>
  );
}
