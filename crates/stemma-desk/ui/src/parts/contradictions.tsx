/** Where sources say different things: what about, and the words of both beside each other. */
import type { Contradiction } from "../api";
import { Cited, useNames } from "./record";
import "./contradictions.css";

const KINDS: Record<string, string> = {
  value: "Different values",
  happened: "Claimed and denied",
  copy_error: "Changed in copying",
};

/** "copy_error" of a kind that came later is at least read as words. */
function called(kind: string): string {
  const words = KINDS[kind] ?? kind.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function Contradictions({ rows }: { rows: Contradiction[] }) {
  const inNames = useNames();
  return (
    <ul class="contradictions">
      {rows.map((row) => (
        <li key={row.id} class="contradictions-one">
          <p class="contradictions-what">
            <span class="contradictions-sign" aria-hidden="true">
              ≠
            </span>{" "}
            <b>{called(row.kind)}</b> <bdi dir="auto">{inNames(row.note)}</bdi>
            {row.denial && <span class="contradictions-state">{row.denial.is_open ? "still open" : ""}</span>}
          </p>
          <div class="contradictions-both">
            <Cited quote={row.a} />
            <Cited quote={row.b} />
          </div>
          {row.correction && (
            <div class="contradictions-correction">
              <p>{row.correction.kind === "retracts" ? "Taken back later:" : "Corrected later:"}</p>
              <Cited quote={row.correction} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
