/** What copying changed, as before → after. Every kind has a sign and words beside its colour. */
import type { CompareChange } from "../api";
import "./changes.css";

type Kind = CompareChange["kind"];

export const CHANGES: Record<Kind, { sign: string; label: string }> = {
  number: { sign: "#", label: "number" },
  date: { sign: "◷", label: "date" },
  name: { sign: "N", label: "name" },
  direction: { sign: "✥", label: "direction" },
  negation: { sign: "¬", label: "negation" },
  attribution: { sign: "“", label: "who says it" },
  words: { sign: "~", label: "other words" },
  added: { sign: "+", label: "added" },
  left_out: { sign: "−", label: "left out" },
};

/** Whether it says something else than before: other words for the same, more of them or fewer, change no fact. */
export function isOfFact(kind: Kind): boolean {
  return kind !== "words" && kind !== "added" && kind !== "left_out";
}

/** "number changed", "left out". */
export function named(kind: Kind): string {
  return kind === "added" || kind === "left_out" ? CHANGES[kind].label : kind === "words" ? "worded otherwise" : `${CHANGES[kind].label} changed`;
}

export function Sign({ kind }: { kind: Kind }) {
  return (
    <span class="change-sign" aria-hidden="true">
      {CHANGES[kind].sign}
    </span>
  );
}

/** `# 10 → 16`. */
export function Changed({ kind, before, after }: { kind: Kind; before: string; after: string }) {
  return (
    <span class={`change change-${kind}`} title={named(kind)}>
      <Sign kind={kind} />
      <span class="sr">{named(kind)}: </span>
      <del>
        <bdi>{before || "nothing"}</bdi>
      </del>
      <span aria-hidden="true"> → </span>
      <span class="sr"> became </span>
      <ins>
        <bdi>{after || "nothing"}</bdi>
      </ins>
    </span>
  );
}

/** What the signs and colours of these kinds mean, with how many of each there are. */
export function Legend({ counts }: { counts: ReadonlyMap<Kind, number> }) {
  const kinds = (Object.keys(CHANGES) as Kind[]).filter((kind) => counts.has(kind));
  return (
    <ul class="change-legend" aria-label="Kinds of change">
      {kinds.map((kind) => (
        <li key={kind}>
          <span class={`change change-${kind}`}>
            <Sign kind={kind} />
          </span>{" "}
          {CHANGES[kind].label} <span class="change-count">{counts.get(kind)}</span>
        </li>
      ))}
    </ul>
  );
}
