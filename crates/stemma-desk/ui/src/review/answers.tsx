/** The bar of answers: an answer a button, with its key; and what an answer still waits for, a name or a reason. */
import { useEffect, useState } from "preact/hooks";
import { reviewer, Sign, SignedAs, useReviewer } from "../parts/sign";
import { ANSWERS, type Answer } from "./answer";

/** An answer that was given without what it needs. */
export interface Waiting {
  change: Answer;
  ids: string[];
  /** The reason, where it was given and the name alone is missing. */
  why?: string;
}

interface Props {
  waiting: Waiting | null;
  isReady: boolean;
  onSay: (change: Answer) => void;
  onGive: (waiting: Waiting, why: string) => void;
  onFix: () => void;
  /** Where there is no queue, nothing can wait for later. */
  onPass?: () => void;
  onUndo: () => void;
  onLeave: () => void;
}

const BUTTONS: { change: Answer; key: string; label: string }[] = [
  { change: "accept", key: "y", label: "All is right" },
  { change: "reject", key: "n", label: "No event" },
  { change: "hold", key: "h", label: "Hold" },
];

export function Answers({ waiting, isReady, onSay, onGive, onFix, onPass, onUndo, onLeave }: Props) {
  const by = useReviewer();
  return (
    <section class="review-answers" aria-label="Your answer">
      {waiting ? (
        <Missing key={`${waiting.change} ${waiting.ids.join()}`} waiting={waiting} by={by} onGive={onGive} onLeave={onLeave} />
      ) : (
        <>
          <div class="review-buttons">
            {BUTTONS.map(({ change, key, label }) => (
              <button key={change} type="button" class="button" aria-keyshortcuts={key} disabled={!isReady} onClick={() => onSay(change)}>
                <kbd aria-hidden="true">{key}</kbd> {label}
              </button>
            ))}
            <button type="button" class="button" aria-keyshortcuts="f" disabled={!isReady} onClick={onFix}>
              <kbd aria-hidden="true">f</kbd> Mend a field
            </button>
            {onPass && (
              <button type="button" class="button" aria-keyshortcuts="s" onClick={onPass}>
                <kbd aria-hidden="true">s</kbd> Later
              </button>
            )}
            <button type="button" class="button" aria-keyshortcuts="u" onClick={onUndo}>
              <kbd aria-hidden="true">u</kbd> Take back
            </button>
          </div>
          {by && <SignedAs />}
        </>
      )}
    </section>
  );
}

interface MissingProps {
  waiting: Waiting;
  by: string;
  onGive: Props["onGive"];
  onLeave: () => void;
}

/** Asks for the reason of a "no event", or for the name before the first answer. */
function Missing({ waiting, by, onGive, onLeave }: MissingProps) {
  const [why, setWhy] = useState(waiting.why ?? "");
  const [fault, setFault] = useState<string | null>(null);
  const { change } = waiting;
  const needsWhy = ANSWERS[change].needsWhy && waiting.why === undefined;
  // Only the name was missing: as soon as it is there, the answer goes.
  useEffect(() => {
    if (by && !needsWhy) onGive(waiting, why);
  }, [by]);
  const leave = (
    <button type="button" class="button" onClick={onLeave}>
      Leave it
    </button>
  );
  const onKeyDown = (pressed: KeyboardEvent) => {
    if (pressed.key !== "Escape") return;
    pressed.preventDefault();
    onLeave();
  };
  if (!needsWhy) {
    return (
      <div class="review-missing" onKeyDown={onKeyDown}>
        <SignedAs asks="Who says it? The name will stand beside all that you say; it is asked for once" keeps="Sign and answer" />
        <p>{leave}</p>
      </div>
    );
  }
  return (
    <form
      class="review-missing"
      noValidate
      onKeyDown={onKeyDown}
      ref={(form) => {
        if (form && !form.contains(document.activeElement)) form.querySelector<HTMLElement>("[name=why]")?.focus();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (!why.trim()) return setFault("whoever changes what others will read says why: “an exercise, not an attack”");
        if (!reviewer()) return setFault("say who you are as well; nothing is kept without a name");
        onGive(waiting, why.trim());
      }}
    >
      <p>
        <b>Why is it no event?</b>
      </p>
      <Sign why={why} onWhy={(said) => (setFault(null), setWhy(said))} fault={fault} />
      <p class="review-buttons">
        <button type="submit" class="button button-main">
          It is no event
        </button>
        {leave}
      </p>
    </form>
  );
}
