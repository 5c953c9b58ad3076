/** One answer for several events: what it will do is listed before it is done. */
import { useRef, useState } from "preact/hooks";
import type { EventRow } from "../api";
import { Sign } from "../parts/sign";
import { days, where } from "../parts/words";
import { ANSWERS, type Answer } from "./answer";

interface Props {
  rows: EventRow[];
  onAnswer: (said: Answer, why: string) => void;
  onClear: () => void;
}

const ALL = Object.keys(ANSWERS) as Answer[];
const WORDS: Record<Answer, string> = { accept: "Accept all", reject: "None is an event", hold: "Hold all" };
const WILL: Record<Answer, string> = {
  accept: "will be accepted: every field of each is right",
  reject: "will be rejected: none of them is an event. They are left out of lists and reports, and can be taken back",
  hold: "will be held: it cannot be said of any whether it is right",
};

export function Several({ rows, onAnswer, onClear }: Props) {
  const [said, say] = useState<Answer | null>(null);
  const [why, setWhy] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const panel = useRef<HTMLDivElement>(null);
  const choose = (answer: Answer) => {
    say(answer);
    setFault(null);
    requestAnimationFrame(() => panel.current?.focus());
  };
  return (
    <section class="review-several" aria-label="Several at once">
      <p>
        <b>{rows.length} selected</b>{" "}
        {ALL.map((answer) => (
          <button key={answer} type="button" class="button" aria-pressed={said === answer} onClick={() => choose(answer)}>
            {WORDS[answer]} …
          </button>
        ))}{" "}
        <button type="button" class="button" onClick={onClear}>
          Select none
        </button>
      </p>
      {said && (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (ANSWERS[said].needsWhy && !why.trim()) return setFault("whoever changes what others will read says why");
            onAnswer(said, why.trim());
          }}
        >
          <div ref={panel} tabIndex={-1}>
            <p>
              These {rows.length} events {WILL[said]}.
            </p>
            <ol>
              {rows.map((row) => (
                <li key={row.id}>
                  <bdi dir="auto">{row.summary}</bdi> <span class="review-soft">{[days(row.from, row.to), where(row)].filter(Boolean).join(" · ")}</span>
                </li>
              ))}
            </ol>
          </div>
          <Sign why={why} onWhy={(words) => (setFault(null), setWhy(words))} needsWhy={ANSWERS[said].needsWhy} fault={fault} />
          <button type="submit" class="button button-main">
            {WORDS[said]}: {rows.length} events
          </button>
        </form>
      )}
    </section>
  );
}
