/**
 * Marks of an event: how well its place is known, whether its sources disagree, what a person said of it, as what it is told. Each has a
 * shape of its own and words for those who cannot see it, so that none means anything by its colour alone.
 */
import { createContext } from "preact";
import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import type { Checked, EventRow, Precision, Told } from "../api";
import "./marks.css";

export const PRECISION: Record<Precision, string> = {
  exact: "exact place",
  area: "area",
  inferred: "inferred place",
  unit: "province only",
  country: "country only",
  none: "no place",
};

export const TOLD: Record<Told, string> = {
  happened: "happened",
  background: "background",
  ordered: "ordered",
  planned: "planned",
  possible: "possible",
  denied: "denied",
  "not-happened": "did not happen",
};

export const CHECKED: Record<Exclude<Checked, "">, string> = {
  accepted: "accepted by a person",
  corrected: "corrected by a person",
  rejected: "rejected by a person",
  held: "held back by a person",
  stale: "checked, but its words changed since",
};

/** What the number of the Admiralty code says. */
export const GRADE: Record<number, string> = {
  1: "confirmed by independent sources",
  2: "probably true",
  3: "possibly true",
  4: "doubtful",
  5: "improbable",
  6: "cannot be judged",
};

function Mark({ tone, words, children }: { tone: string; words: string; children: ComponentChildren }) {
  return (
    <span class={`mark mark-${tone}`} title={words}>
      <span aria-hidden="true" class="mark-shape">
        {children}
      </span>
      <span class="sr">{words}</span>
    </span>
  );
}

const dot = <circle cx="8" cy="8" r="2.5" fill="currentColor" />;
const SHAPES: Record<Precision, ComponentChildren> = {
  exact: <circle cx="8" cy="8" r="4" fill="currentColor" />,
  area: [dot, <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" />],
  inferred: [dot, <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.4 2.3" />],
  unit: <path d="M2.5 5 7 2.5 13.5 5 12 12.5 5 13.5Z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />,
  country: (
    <path d="M2.5 5 7 2.5 13.5 5 12 12.5 5 13.5Z" fill="currentColor" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />
  ),
  none: <path d="M4 8H12" stroke="currentColor" stroke-width="1.5" />,
};

/** How well the place is known: a dot, a dot in a ring, in a broken ring, an outline, a filled outline, a stroke. */
export function PlaceMark({ row }: { row: Pick<EventRow, "precision" | "radius_km"> }) {
  const radius = row.radius_km ? `, within ${row.radius_km < 10 ? row.radius_km : Math.round(row.radius_km)} km` : "";
  return (
    <Mark tone={`place mark-${row.precision}`} words={`${PRECISION[row.precision]}${row.precision === "none" ? "" : radius}`}>
      <svg viewBox="0 0 16 16" width="16" height="16">
        {SHAPES[row.precision]}
      </svg>
    </Mark>
  );
}

export function DisagreeMark({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Mark tone="doubt" words={`sources disagree in ${count} ${count === 1 ? "point" : "points"}`}>
      ≠{count > 1 && count}
    </Mark>
  );
}

const SIGNS: Record<Exclude<Checked, "">, string> = { accepted: "✓", corrected: "✎", rejected: "✕", held: "‖", stale: "?" };

/** With `by`, who said it stands beside the sign. */
export function CheckedMark({ checked, by = [] }: { checked: Checked; by?: readonly string[] }) {
  if (checked === "") return null;
  const names = by.join(", ");
  return (
    <Mark tone="person" words={names ? `${CHECKED[checked]}: ${names}` : CHECKED[checked]}>
      {SIGNS[checked]}
      {names && (
        <bdi class="mark-by" dir="auto">
          {names}
        </bdi>
      )}
    </Mark>
  );
}

/** As what it is told, where that is not that it happened. */
export function ToldMark({ told, isAlways = false }: { told: Told; isAlways?: boolean }) {
  if (told === "happened" && !isAlways) return null;
  return <span class={`mark-word mark-told-${told}`}>{TOLD[told]}</span>;
}

export function GradeMark({ grade }: { grade: number }) {
  return (
    <Mark tone={`grade mark-grade-${grade}`} words={`grade ${grade}: ${GRADE[grade] ?? "unknown"}`}>
      {grade}
    </Mark>
  );
}

/** What a person marked a page as, in the word itself: no sign of ours would be known. */
export function MarkedAs({ kind }: { kind: string }) {
  return <span class="mark-word mark-marked">{kind}</span>;
}

/** Who said what stands on an event, by its id; nobody where a view did not ask. */
export const Sayers = createContext<(event: string) => readonly string[]>(() => []);

/** Those marks of an event that say something out of the ordinary, behind each other. */
export function Marks({ row }: { row: EventRow }) {
  const by = useContext(Sayers)(row.id);
  return (
    <span class="marks">
      <ToldMark told={row.told} />
      <DisagreeMark count={row.disagreements} />
      <CheckedMark checked={row.checked} by={by} />
      {row.marks && row.marks.split("; ").map((kind) => <MarkedAs key={kind} kind={kind} />)}
    </span>
  );
}

/** What the marks mean, for those who see them for the first time. */
export function Legend() {
  return (
    <details class="legend">
      <summary>What the marks mean</summary>
      <dl class="legend-list">
        {(Object.keys(PRECISION) as Precision[]).map((precision) => (
          <div key={precision}>
            <dt>
              <PlaceMark row={{ precision, radius_km: null }} />
            </dt>
            <dd>{LEGEND[precision]}</dd>
          </div>
        ))}
        <div>
          <dt aria-hidden="true">(●●)(●)</dt>
          <dd>origins: a frame for each text that pages go back to, a dot for each page; dashed where two may be one</dd>
        </div>
        <div>
          <dt>
            <DisagreeMark count={1} />
          </dt>
          <dd>its sources disagree</dd>
        </div>
        {(Object.keys(CHECKED) as Exclude<Checked, "">[]).map((checked) => (
          <div key={checked}>
            <dt>
              <CheckedMark checked={checked} />
            </dt>
            <dd>{CHECKED[checked]}</dd>
          </div>
        ))}
        <div>
          <dt>
            <GradeMark grade={2} />
          </dt>
          <dd>Admiralty grade: 1 confirmed by independent sources … 5 improbable, 6 cannot be judged</dd>
        </div>
      </dl>
    </details>
  );
}

const LEGEND: Record<Precision, string> = {
  exact: "exact place: a spot or a town",
  area: "area: the surroundings of a place, or a wide one",
  inferred: "inferred: taken over from the events around it",
  unit: "only the province is known",
  country: "only the country is known",
  none: "no place is known",
};
