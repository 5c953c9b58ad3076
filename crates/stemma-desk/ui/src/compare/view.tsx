/** Two pages beside each other: what the younger one has from the older, and what it changed, left out and added. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { changed, go, href } from "../address";
import type { Compare, CompareChange } from "../api";
import type { View } from "../app";
import { useKeys } from "../keys";
import { isOfFact, Legend } from "../parts/changes";
import { Head, nameOf } from "../parts/record";
import { differing, facts, LIKELY } from "../parts/relation";
import { useRoom } from "../parts/room";
import { Slices, spanOf } from "../parts/spans";
import { Empty, Failed, Loading } from "../parts/states";
import { useTitle } from "../parts/title";
import { days } from "../parts/words";
import { useAnswer } from "../server";
import { follow, numbered, type Which } from "./align";
import { Connectors, measure, type Measured } from "./connectors";
import { Hunks } from "./hunks";
import { Text } from "./pane";
import "./view.css";

/** Below this width changes are told one under the other. */
const NARROW = 720;
const BOTH: Which[] = ["a", "b"];

export default function CompareView({ address }: View) {
  const [a, b] = [address.query.get("a"), address.query.get("b")];
  const { data, error } = useAnswer<Compare>(a && b ? `/compare.json?${new URLSearchParams({ a, b })}` : null);
  useTitle(data && `${nameOf(data.b.page)} beside ${nameOf(data.a.page)}`);
  if (!a || !b) {
    return (
      <>
        <Head kind="Compare" title="Two pages beside each other" />
        <Empty what="No two pages are chosen.">
          Open a <a href={href("stories")}>story</a> and follow a line of its family tree, or press <kbd>c</kbd> on a page or an event.
        </Empty>
      </>
    );
  }
  if (error) return <Failed error={error} title="Compare"><a href={href("stories")}>All stories</a></Failed>;
  if (!data) return <Loading what="both pages" />;
  return <Both key={`${a} ${b}`} compare={data} address={address} />;
}

function Both({ compare, address }: { compare: Compare } & View) {
  const { ref, room } = useRoom<HTMLDivElement>();
  const slices = useMemo(() => ({ a: new Slices(compare.a.text), b: new Slices(compare.b.text) }), [compare]);
  const changes = useMemo(() => numbered(compare.passages), [compare]);
  const isNarrow = room > 0 && room < NARROW;
  const isWhole = address.query.get("whole") === "1";
  const [isApart, part] = useState(false);
  // The address names a change by its number, or, coming from elsewhere, by its bytes in the younger page.
  const at = spanOf(address.query.get("at"));
  const asked = address.query.get("change");
  const found = asked !== null ? Number(asked) - 1 : at ? changes.findIndex(({ change }) => change.b.start <= at.end && change.b.end >= at.start) : -1;
  const now = Number.isInteger(found) && found >= 0 && found < changes.length ? found : null;
  const to = (changes: Record<string, string | null>) => href("compare", null, changed(address.query, changes));
  const choose = (change: number) => go(to({ change: `${change + 1}`, at: null }), { replace: true });
  const step = (by: 1 | -1) => () => {
    if (changes.length === 0) return;
    choose(now === null ? (by > 0 ? 0 : changes.length - 1) : Math.min(Math.max(now + by, 0), changes.length - 1));
  };
  useKeys([
    { key: "j", does: "next change", run: step(1) },
    { key: "k", does: "change before", run: step(-1) },
    { key: "o", does: "open the younger page", run: () => go(href("pages", compare.b.page.id)) },
    { key: "w", does: "whole text or changes only", run: () => go(to({ whole: isWhole ? null : "1" }), { replace: true }) },
  ]);
  useEffect(() => {
    if (isNarrow && now !== null) document.querySelector(`[data-hunk="${now}"]`)?.scrollIntoView({ block: "center" });
  }, [isNarrow, now]);
  const counts = new Map<CompareChange["kind"], number>();
  for (const { change } of changes) counts.set(change.kind, (counts.get(change.kind) ?? 0) + 1);
  return (
    <div class="compare" ref={ref}>
      <Facts compare={compare} />
      <div class="compare-bar">
        <div class="choices" role="group" aria-label="Change by change">
          <button type="button" class="button" onClick={step(-1)} disabled={changes.length === 0 || now === 0}>
            ↑ <span class="sr">change before</span>
          </button>
          <button type="button" class="button" onClick={step(1)} disabled={changes.length === 0 || now === changes.length - 1}>
            ↓ next
          </button>
        </div>
        <span aria-live="polite" class="compare-number">
          {changes.length === 0 ? "no place differs" : now === null ? `${changes.length} ${changes.length === 1 ? "place differs" : "places differ"}` : `place ${now + 1} of ${changes.length} that differ`}
        </span>
        {changes.length > 0 && !isNarrow && (
          <a class="button" role="button" aria-pressed={isWhole} href={to({ whole: isWhole ? null : "1" })}>
            Whole text
          </a>
        )}
        {!isNarrow && (
          <button type="button" class="button" aria-pressed={!isApart} onClick={() => part(!isApart)}>
            Scroll together
          </button>
        )}
        <Legend counts={counts} />
      </div>
      {compare.passages.length === 0 && <p class="record-note">Nothing is known that one of these has from the other; both are shown whole.</p>}
      {isNarrow && changes.length > 0 && <Hunks compare={compare} slices={slices} changes={changes} now={now} />}
      {room > 0 && !(isNarrow && changes.length > 0) && (
        <Panes compare={compare} slices={slices} changes={changes} now={now} isWhole={isWhole} isTogether={!isApart} isNarrow={isNarrow} choose={choose} />
      )}
      {!isNarrow && changes.length > 0 && (
        <details class="compare-list">
          <summary>What differs, one place under the other</summary>
          <Hunks compare={compare} slices={slices} changes={changes} now={null} />
        </details>
      )}
    </div>
  );
}

/** How much of an article's words are in passages that both have. */
function share(compare: Compare): string {
  const words = compare.b.blocks.filter((block) => block.is_of_article).length === 0 ? 0 : countWords(compare.b);
  const both = compare.passages.reduce((sum, passage) => sum + passage.words, 0);
  return words > 0 && both > 0 ? `${both} of its ${words} words are in both` : "";
}

function countWords(side: Compare["b"]): number {
  const slices = new Slices(side.text);
  return side.blocks.filter((block) => block.is_of_article).reduce((sum, block) => sum + (slices.cut(block).match(/\S+/g)?.length ?? 0), 0);
}

function Facts({ compare }: { compare: Compare }) {
  const [older, younger] = [nameOf(compare.a.page), nameOf(compare.b.page)];
  const edits = compare.passages.reduce((sum, passage) => sum + passage.edits, 0);
  const altered = compare.passages.flatMap(({ changes }) => changes).filter(({ kind }) => isOfFact(kind)).length;
  const words = useMemo(() => share(compare), [compare]);
  return (
    <Head kind="Compare" title={compare.p === null ? `${younger} beside ${older}` : `What ${younger} has from ${older}`}>
      <p class="record-facts">
        {compare.p !== null && (
          <span>
            probability <b>{compare.p.toFixed(2)}</b>
            {compare.p < LIKELY && ", possible"}
          </span>
        )}
        {compare.evidence.length > 0 && <span>{compare.evidence.join(", ").replaceAll("_", " ")}</span>}
        {words && <span>{words}</span>}
        {compare.passages.length > 0 && (
          <span>
            {compare.passages.length} {compare.passages.length === 1 ? "passage" : "passages"}, {differing(edits)}, {facts(altered)}
          </span>
        )}
      </p>
    </Head>
  );
}

interface PanesProps {
  compare: Compare;
  slices: Record<Which, Slices>;
  changes: ReturnType<typeof numbered>;
  now: number | null;
  isWhole: boolean;
  isTogether: boolean;
  isNarrow: boolean;
  choose: (change: number) => void;
}

function Panes({ compare, slices, changes, now, isWhole, isTogether, isNarrow, choose }: PanesProps) {
  const panes = { a: useRef<HTMLDivElement>(null), b: useRef<HTMLDivElement>(null) };
  const chosen = useRef(choose);
  chosen.current = choose;
  const choosing = useCallback((change: number) => chosen.current(change), []);
  const [measured, set] = useState<Measured | null>(null);
  const [scrolled, scrollTo] = useState({ a: 0, b: 0 });
  const [height, setHeight] = useState(0);
  /** The pane that was moved by us: what it tells of it is no wish of the reader. */
  const moved = useRef<Which | null>(null);
  const again = useCallback(() => {
    const [a, b] = [panes.a.current, panes.b.current];
    if (!a || !b) return;
    set(measure({ a, b }, compare, changes));
    setHeight(Math.max(a.clientHeight, b.clientHeight));
    scrollTo({ a: a.scrollTop, b: b.scrollTop });
  }, [compare, changes]);
  const onUnfold = useCallback(() => void requestAnimationFrame(again), [again]);
  useLayoutEffect(() => {
    again();
    const watch = new ResizeObserver(again);
    for (const which of BOTH) if (panes[which].current) watch.observe(panes[which].current);
    return () => watch.disconnect();
  }, [again, isWhole, isNarrow]);
  // The chosen change is brought to one height on both sides.
  useLayoutEffect(() => {
    if (now === null) return;
    for (const which of BOTH) {
      const pane = panes[which].current;
      const mark = pane?.querySelector<HTMLElement>(`[data-change="${now}"]`);
      if (!pane || !mark) continue;
      moved.current = which;
      pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    }
    again();
    moved.current = null;
  }, [now, isWhole, again]);
  const onScroll = (which: Which) => () => {
    const pane = panes[which].current;
    const other = which === "a" ? "b" : "a";
    const follower = panes[other].current;
    if (!pane || !follower) return;
    if (moved.current === which) {
      moved.current = null;
    } else if (isTogether && measured) {
      const middle = pane.clientHeight / 3;
      const goal = follow(measured.anchors, which, pane.scrollTop + middle) - middle;
      if (Math.abs(follower.scrollTop - goal) > 1) {
        const before = follower.scrollTop;
        follower.scrollTop = goal;
        if (follower.scrollTop !== before) moved.current = other;
      }
    }
    scrollTo({ a: panes.a.current?.scrollTop ?? 0, b: panes.b.current?.scrollTop ?? 0 });
  };
  return (
    <div class={isNarrow ? "compare-panes compare-panes-narrow" : "compare-panes"}>
      {BOTH.map((which) => {
        const { page } = compare[which];
        return (
          <section key={which} class={`compare-side compare-side-${which}`} aria-label={`${which === "a" ? "Older" : "Younger"} page: ${nameOf(page)}`}>
            <header class="compare-side-head">
              <a href={href("pages", page.id)}>
                <bdi dir="auto">{nameOf(page)}</bdi>
              </a>
              <span>{days(page.from, page.to) || "day unknown"}</span>
              {page.outlet && page.title && <bdi dir="auto">{page.title}</bdi>}
            </header>
            <div class="compare-text" ref={panes[which]} onScroll={onScroll(which)} tabIndex={0} role="region" aria-label={`Text of ${nameOf(page)}`}>
              <Text side={compare[which]} which={which} slices={slices[which]} compare={compare} changes={changes} now={now} isWhole={isWhole} choose={choosing} onUnfold={onUnfold} />
            </div>
          </section>
        );
      })}
      {!isNarrow && measured && <div class="compare-gutter">{height > 0 && <Connectors measured={measured} scrolled={scrolled} height={height} now={now} />}</div>}
    </div>
  );
}
