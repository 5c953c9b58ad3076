/** The lines between two pages: a band for each passage that both have, a stroke for each change. Measured in the page, drawn in SVG. */
import type { Compare } from "../api";
import { inOrder, type Anchor, type Numbered, type Which } from "./align";

interface Reach {
  top: number;
  bottom: number;
}
/** Where passages and changes are in the two texts, in pixels from the top of each. */
export interface Measured {
  passages: { a: Reach; b: Reach; isChanged: boolean }[];
  changes: { a: number; b: number; at: number; kind: string }[];
  anchors: Anchor[];
}

function reaches(pane: HTMLElement, name: string): Map<string, Reach> {
  const found = new Map<string, Reach>();
  const origin = pane.getBoundingClientRect().top - pane.scrollTop;
  for (const one of pane.querySelectorAll<HTMLElement>(`[data-${name}]`)) {
    const { top, bottom } = one.getBoundingClientRect();
    const key = one.dataset[name] ?? "";
    const known = found.get(key);
    const here = { top: top - origin, bottom: bottom - origin };
    found.set(key, known ? { top: Math.min(known.top, here.top), bottom: Math.max(known.bottom, here.bottom) } : here);
  }
  return found;
}

/** Passages that are folded away on one of the sides have no band. */
export function measure(panes: Record<Which, HTMLElement>, compare: Compare, changes: readonly Numbered[]): Measured {
  const [passagesA, passagesB] = [reaches(panes.a, "passage"), reaches(panes.b, "passage")];
  const [changesA, changesB] = [reaches(panes.a, "change"), reaches(panes.b, "change")];
  const passages = compare.passages.flatMap((passage, at) => {
    const [a, b] = [passagesA.get(`${at}`), passagesB.get(`${at}`)];
    return a && b ? [{ a, b, isChanged: passage.edits > 0 }] : [];
  });
  const marks = changes.flatMap(({ change, at }) => {
    const [a, b] = [changesA.get(`${at}`), changesB.get(`${at}`)];
    return a && b ? [{ a: (a.top + a.bottom) / 2, b: (b.top + b.bottom) / 2, at, kind: change.kind }] : [];
  });
  const anchors = inOrder([
    { a: 0, b: 0 },
    ...passages.flatMap(({ a, b }) => [{ a: a.top, b: b.top }, { a: a.bottom, b: b.bottom }]),
    ...marks.map(({ a, b }) => ({ a, b })),
    { a: panes.a.scrollHeight, b: panes.b.scrollHeight },
  ]);
  return { passages, changes: marks, anchors };
}

const WIDTH = 56;

function stroke(a: number, b: number): string {
  return `M0 ${a}C${WIDTH / 2} ${a} ${WIDTH / 2} ${b} ${WIDTH} ${b}`;
}

export function Connectors({ measured, scrolled, height, now }: { measured: Measured; scrolled: Record<Which, number>; height: number; now: number | null }) {
  const inSight = (a: number, b: number) => (a > -200 && a < height + 200) || (b > -200 && b < height + 200);
  return (
    <svg class="compare-lines" width={WIDTH} height={height} viewBox={`0 0 ${WIDTH} ${height}`} aria-hidden="true">
      {measured.passages.map((passage, at) => {
        const [a1, a2, b1, b2] = [passage.a.top - scrolled.a, passage.a.bottom - scrolled.a, passage.b.top - scrolled.b, passage.b.bottom - scrolled.b];
        const half = WIDTH / 2;
        return <path key={at} class="compare-band" d={`M0 ${a1}C${half} ${a1} ${half} ${b1} ${WIDTH} ${b1}V${b2}C${half} ${b2} ${half} ${a2} 0 ${a2}Z`} />;
      })}
      {measured.changes.map((change) => {
        const [a, b] = [change.a - scrolled.a, change.b - scrolled.b];
        return inSight(a, b) && <path key={change.at} class={`compare-stroke${change.at === now ? " compare-stroke-now" : ""}`} d={stroke(a, b)} />;
      })}
    </svg>
  );
}
