/**
 * Who says it, and why: the name is asked for once and kept in this browser alone; what is said of an event carries both into the store.
 */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import "./sign.css";

const KEPT_AS = "stemma.reviewer";
const listeners = new Set<() => void>();
/** What stands here where the browser keeps nothing for this page. */
let name: string | null = null;

/** What stands in the field of the name and was not confirmed: whoever sends a correction then means it. */
let written = "";

/** The name of who sits here; empty where nobody said it yet. */
export function reviewer(): string {
  return written.trim() || signed();
}

/** The same for what is sent now: a name that was only written is kept from here on. */
export function sign(): string {
  const by = reviewer();
  if (by && by !== signed()) signAs(by);
  written = "";
  return by;
}

function signed(): string {
  if (name === null) {
    try {
      name = localStorage.getItem(KEPT_AS) ?? "";
    } catch {
      name = "";
    }
  }
  return name;
}

/** From now on, what is said here is signed so. */
export function signAs(by: string): void {
  name = by.trim();
  written = "";
  try {
    localStorage.setItem(KEPT_AS, name);
  } catch {
    // It holds until the page is closed.
  }
  for (const listener of listeners) listener();
}

/** The name, read again whenever it changes anywhere in the page. */
export function useReviewer(): string {
  const [, again] = useState(0);
  useEffect(() => {
    const listener = () => again((count) => count + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return signed();
}

interface Asking {
  asks?: string;
  /** What the button beside the field says, where something waits for the name alone; elsewhere the name is kept with what is sent. */
  keeps?: string;
}

/** "Signed as Ada", with a way to change it; a field where nobody said a name yet, which takes the focus where something waits for it. */
export function SignedAs({ asks = "Your name, kept for the next one", keeps }: Asking) {
  const isAsking = keeps !== undefined;
  const by = useReviewer();
  const [isOpen, open] = useState(false);
  const [draft, write] = useState(by);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    if (isOpen || isAsking) field.current?.focus();
  }, [isOpen, isAsking]);
  useEffect(() => open(false), [by]);
  // A name that was begun and left with its field is nobody's.
  useEffect(() => () => void (written = ""), []);
  if (by && !isOpen) {
    return (
      <p class="sign-as">
        Signed as <bdi>{by}</bdi>{" "}
        <button type="button" class="sign-change" onClick={() => (write((written = by)), open(true))}>
          Change
        </button>
      </p>
    );
  }
  const keep = (event: Event) => {
    event.preventDefault();
    if (!draft.trim()) return;
    signAs(draft);
    open(false);
  };
  return (
    <div class="sign-as sign-asks">
      <label for={id}>{asks}</label>
      <input
        id={id}
        ref={field}
        name="reviewer"
        autoComplete="name"
        maxLength={200}
        value={draft}
        onInput={(event) => write((written = event.currentTarget.value))}
        // The button of the form around it sends the name with what it says.
        onKeyDown={(event) => event.key === "Enter" && !event.currentTarget.form && keep(event)}
      />
      {keeps && (
        <button type="button" disabled={!draft.trim()} onClick={keep}>
          {keeps}
        </button>
      )}
    </div>
  );
}

interface SignProps {
  why: string;
  onWhy: (why: string) => void;
  /** Whoever changes what others will read says why; who accepts or holds need not. */
  needsWhy?: boolean;
  /** What is wrong with it, in words; shown beside the field. */
  fault?: string | null;
}

/** The name and the reason, below a form. */
export function Sign({ why, onWhy, needsWhy = true, fault = null }: SignProps) {
  const id = useId();
  return (
    <div class="sign">
      <div class="sign-why">
        <label for={id}>{needsWhy ? "By which words or source" : "By which words or source (may stay empty)"}</label>
        <input
          id={id}
          name="why"
          dir="auto"
          maxLength={2000}
          required={needsWhy}
          value={why}
          aria-invalid={fault !== null}
          aria-describedby={fault ? `${id}-fault` : `${id}-help`}
          onInput={(event) => onWhy(event.currentTarget.value)}
        />
        {fault ? (
          <p id={`${id}-fault`} class="sign-fault" role="alert">
            {fault}
          </p>
        ) : (
          <p id={`${id}-help`} class="sign-help">
            Others will check it: “list of the ministry, 11 June”
          </p>
        )}
      </div>
      <SignedAs />
    </div>
  );
}
