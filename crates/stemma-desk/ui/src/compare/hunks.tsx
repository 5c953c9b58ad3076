/** Changes one under the other, each with the words around it on both sides: for narrow screens, and for those who hear the page. */
import { href } from "../address";
import type { Compare } from "../api";
import { CHANGES, named } from "../parts/changes";
import { nameOf } from "../parts/record";
import { written, type Slices } from "../parts/spans";
import { around, type Numbered, type Which } from "./align";

interface Props {
  compare: Compare;
  slices: Record<Which, Slices>;
  changes: Numbered[];
  now: number | null;
}

export function Hunks({ compare, slices, changes, now }: Props) {
  return (
    <ol class="compare-hunks">
      {changes.map((one) => (
        <li key={one.at} class={now === one.at ? "compare-hunk compare-hunk-now" : "compare-hunk"} data-hunk={one.at} tabIndex={-1}>
          <p class="compare-hunk-kind">
            <span class={`change change-${one.change.kind}`}>
              <span class="change-sign" aria-hidden="true">
                {CHANGES[one.change.kind].sign}
              </span>{" "}
              {named(one.change.kind)}
            </span>
          </p>
          {(["a", "b"] as const).map((which) => (
            <Excerpt key={which} compare={compare} slices={slices[which]} one={one} which={which} />
          ))}
        </li>
      ))}
    </ol>
  );
}

function Excerpt({ compare, slices, one, which }: { compare: Compare; slices: Slices; one: Numbered; which: Which }) {
  const span = one.change[which];
  const block = compare[which].blocks.find((known) => known.start <= span.start && known.end >= span.end) ?? { start: 0, end: slices.length };
  const { before, words, after } = around(slices, span, block);
  const { page } = compare[which];
  return (
    <blockquote class="compare-excerpt" dir="auto">
      {before}
      {words ? <mark class={`change change-${one.change.kind}`}>{words}</mark> : <span class="compare-gone change">nothing</span>}
      {after}
      <footer>
        <a href={href("pages", page.id, span.end > span.start ? { at: written(span) } : {})}>
          <bdi dir="auto">{nameOf(page)}</bdi>
        </a>
      </footer>
    </blockquote>
  );
}
