/** What the query could be narrowed to: fields for what is written, and the counted values of each facet. */
import { useState } from "preact/hooks";
import type { Facet, FacetValue, Facets as Answer } from "../api";
import { DAY, DAY_WAY, Field, NUMBER } from "../parts/fields";
import { number } from "../parts/words";
import { chips, toggled, values, valueInWords } from "./asked";

const TITLES: Record<string, string> = {
  told: "Told as",
  country: "Country",
  kind: "Kind",
  precision: "How well the place is known",
  checked: "Checked by a person",
  actor: "Who acts or suffers",
  outlet: "Outlet",
  "origins-min": "Independent origins",
  "killed-min": "Killed",
};

/** Those first by which people narrow most; what the server may count besides comes after them. */
const ORDER = ["told", "country", "kind", "origins-min", "killed-min", "actor", "outlet", "precision", "checked"];

/** So many values of a facet are shown before somebody asks for the others; a few more are no reason to hide them. */
const SHOWN = 6;
const FEW_MORE = 2;

interface Narrowing {
  query: URLSearchParams;
  answer: Answer | null;
  narrow: (changes: Record<string, string | null>, how?: { replace?: boolean }) => void;
  to: (next: URLSearchParams) => void;
}

export function Facets({ query, answer, narrow, to }: Narrowing) {
  const [isOpen, open] = useState(false);
  const count = chips(query, null).length;
  const found = [...(answer?.facets ?? [])].sort((a, b) => rank(a) - rank(b));
  const field = (name: string) => ({ value: query.get(name) ?? "", set: (value: string) => narrow({ [name]: value }, { replace: true }) });
  return (
    <aside class={isOpen ? "events-facets events-facets-open" : "events-facets"} aria-label="Conditions">
      <button type="button" class="button events-facets-switch" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        Conditions{count > 0 && ` (${count})`}
      </button>
      <div class="events-facets-body">
        <Field label="Words" placeholder="words that it tells" {...field("q")} />
        <div class="events-pair">
          <Field label="Since" placeholder="2024-06" pattern={DAY} way={DAY_WAY} {...field("since")} />
          <Field label="Until" placeholder="2024-07" pattern={DAY} way={DAY_WAY} {...field("until")} />
        </div>
        <div class="events-pair events-pair-place">
          <Field label="Place" placeholder="name, point" {...field("place")} />
          <Field label="km around" placeholder="20" pattern={NUMBER} way="a number" inputMode="numeric" isOff={!query.get("place")} {...field("within")} />
        </div>
        {found.map((facet) => (
          <Values key={facet.name} facet={facet} query={query} to={to} />
        ))}
      </div>
    </aside>
  );
}

function rank(facet: Facet): number {
  const at = ORDER.indexOf(facet.name);
  return at < 0 ? ORDER.length : at;
}

/** Every event has an origin, so this would leave nothing out. */
function isIdle(name: string, value: string): boolean {
  return name === "origins-min" && value === "1";
}

function Values({ facet, query, to }: { facet: Facet; query: URLSearchParams; to: (next: URLSearchParams) => void }) {
  const [isWhole, setWhole] = useState(false);
  const on = values(query, facet.name);
  // An address may call a value by its code or by its name.
  const asked = ({ value }: FacetValue) => on.find((called) => called === value || called.toLowerCase() === valueInWords(facet.name, value, facet).toLowerCase());
  // What is asked stays in sight, even where nothing has it any more.
  const missing = on.filter((called) => facet.values.every((known) => asked(known) !== called)).map((value) => ({ value, label: value, count: 0 }));
  const all = [...facet.values.filter((known) => asked(known) || (known.count > 0 && !isIdle(facet.name, known.value))), ...missing];
  if (all.length === 0) return null;
  const isLong = all.length > SHOWN + FEW_MORE;
  const shown = isWhole || !isLong ? all : all.filter((known, at) => at < SHOWN || asked(known));
  const most = Math.max(...all.map(({ count }) => count), 1);
  return (
    <fieldset class="events-facet">
      <legend>{TITLES[facet.name] ?? facet.name}</legend>
      <ul>
        {shown.map((known) => {
          const { value, count } = known;
          const called = asked(known);
          const isOn = called !== undefined;
          const words = valueInWords(facet.name, value, facet);
          return (
            <li key={value}>
              <button type="button" class="events-value" aria-pressed={isOn} onClick={() => to(toggled(query, facet.name, called ?? value))}>
                <span class="events-value-bar" style={{ width: `${(count / most) * 100}%` }} />
                <span class="events-value-check" aria-hidden="true">
                  {isOn ? "✓" : ""}
                </span>
                <bdi class="events-value-label" title={words}>
                  {words}
                </bdi>
                <span class="events-value-count">{number(count)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {isLong && (
        <button type="button" class="events-whole" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Fewer" : `${number(all.length - Math.min(shown.length, all.length))} more`}
        </button>
      )}
    </fieldset>
  );
}
