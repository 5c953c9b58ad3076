/**
 * Messages: what was done, with a button that undoes it, and what went wrong. They are said aloud to readers of screens, wait while they
 * are looked at, and what went wrong stays until it is closed.
 */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import "./toast.css";

export interface Message {
  text: string;
  /** good: it was done; bad: it was not, and a person must know. */
  tone?: "good" | "bad";
  /** What the button of the message does, and what stands on it. */
  undo?: () => void;
  undoes?: string;
}

interface Shown extends Message {
  id: number;
}

/** So long a message stays that asks for nothing, and one that can be undone: time to read it twice and to reach the button. */
const STAYS_MS = 5_000;
const STAYS_WITH_BUTTON_MS = 12_000;
/** More at once would cover what is worked on; the oldest that is not bad goes first. */
const MOST = 4;

let messages: Shown[] = [];
let last = 0;
const listeners = new Set<() => void>();

function changeTo(next: Shown[]): void {
  messages = next;
  for (const listener of listeners) listener();
}

/** Shows a message; gives what takes it away again. */
export function say(text: string, how: Omit<Message, "text"> = {}): () => void {
  const id = (last += 1);
  let next = [...messages, { id, text, ...how }];
  while (next.length > MOST) {
    const oldest = next.findIndex((message) => message.tone !== "bad");
    next = next.filter((_, at) => at !== Math.max(oldest, 0));
  }
  changeTo(next);
  return () => close(id);
}

function close(id: number): void {
  changeTo(messages.filter((message) => message.id !== id));
}

function Toasts() {
  const [, again] = useState(0);
  useEffect(() => {
    const listener = () => again((count) => count + 1);
    listeners.add(listener);
    listener();
    return () => void listeners.delete(listener);
  }, []);
  const good = messages.filter((message) => message.tone !== "bad");
  const bad = messages.filter((message) => message.tone === "bad");
  return (
    <>
      <div role="alert">{bad.map((message) => <Toast key={message.id} message={message} />)}</div>
      <div role="status">{good.map((message) => <Toast key={message.id} message={message} />)}</div>
    </>
  );
}

function Toast({ message }: { message: Shown }) {
  const [isHeld, hold] = useState(false);
  const isBad = message.tone === "bad";
  useEffect(() => {
    if (isHeld || isBad) return;
    const timer = setTimeout(() => close(message.id), message.undo ? STAYS_WITH_BUTTON_MS : STAYS_MS);
    return () => clearTimeout(timer);
  }, [isHeld, isBad, message]);
  const undo = () => {
    close(message.id);
    message.undo?.();
  };
  return (
    <div
      class={`toast ${isBad ? "toast-bad" : "toast-good"}`}
      onMouseEnter={() => hold(true)}
      onMouseLeave={() => hold(false)}
      onFocusCapture={() => hold(true)}
      onBlurCapture={() => hold(false)}
    >
      <p>
        <span class="toast-mark" aria-hidden="true">
          {isBad ? "!" : "✓"}
        </span>
        {message.text}
      </p>
      {message.undo && (
        <button type="button" onClick={undo}>
          {message.undoes ?? "Undo"}
        </button>
      )}
      <button type="button" class="toast-close" aria-label="Close this message" onClick={() => close(message.id)}>
        ×
      </button>
    </div>
  );
}

// The region must be in the page before its first message, or readers of screens do not hear it.
if (typeof document !== "undefined" && !document.getElementById("toasts")) {
  const place = document.createElement("section");
  place.id = "toasts";
  place.setAttribute("aria-label", "Messages");
  document.body.append(place);
  render(<Toasts />, place);
}
