/** One of the two pages: its paragraphs, with copied passages as stretches and every change marked by its kind. */
import { memo } from "preact/compat";
import { useMemo, useState } from "preact/hooks";
import type { Block, Compare, Side, Span } from "../api";
import { CHANGES, named } from "../parts/changes";
import { pieces, type Piece, type Slices } from "../parts/spans";
import { blocksOf, fold, folded, touches, type Numbered, type Which } from "./align";

export interface Mark extends Span {
  passage: number | null;
  change: Numbered | null;
}

interface Props {
  side: Side;
  which: Which;
  slices: Slices;
  compare: Compare;
  changes: Numbered[];
  now: number | null;
  isWhole: boolean;
  choose: (change: number) => void;
  /** Called when paragraphs were unfolded, as all heights are others then. */
  onUnfold: () => void;
}

/** Scrolling moves the lines beside the text at every frame; the text itself is not drawn again for it. */
export const Text = memo(function Text({ side, which, slices, compare, changes, now, isWhole, choose, onUnfold }: Props) {
  const [unfolded, unfold] = useState<ReadonlySet<number>>(new Set());
  const marks = useMemo<Mark[]>(
    () => [
      ...compare.passages.map((passage, index) => ({ ...passage[which], passage: index, change: null })),
      ...changes.map((change) => ({ ...change.change[which], passage: null, change })),
    ],
    [compare, changes, which],
  );
  const parts = useMemo(() => fold(blocksOf(side, which, compare.passages), which, compare, isWhole), [side, compare, isWhole]);
  const isOwn = (block: Block) => compare.passages.length > 0 && !compare.passages.some((passage) => touches(block, passage[which]));
  const paragraph = (block: Block) => (
    <p key={block.start} class={`compare-block compare-kind-${block.kind}${isOwn(block) ? " compare-block-own" : ""}`} dir="auto">
      {isOwn(block) && <span class="sr">[only here] </span>}
      {pieces(block, marks).map((piece) => (
        <Stretch key={`${piece.start}-${piece.end} ${piece.of.length}`} piece={piece} words={slices.cut(piece)} which={which} now={now} choose={choose} />
      ))}
    </p>
  );
  return parts.map((part) => {
    if (part.block) return paragraph(part.block);
    const first = part.folded[0]?.start ?? 0;
    if (unfolded.has(first)) return part.folded.map(paragraph);
    return (
      <button
        key={`folded ${first}`}
        type="button"
        class="compare-fold"
        onClick={() => {
          unfold(new Set([...unfolded, first]));
          onUnfold();
        }}
      >
        ⋯ {folded(part)}
      </button>
    );
  });
});

function Stretch({ piece, words, which, now, choose }: { piece: Piece<Mark>; words: string; which: Which; now: number | null; choose: (change: number) => void }) {
  const change = piece.of.find((mark) => mark.change !== null)?.change ?? null;
  const passage = piece.of.find((mark) => mark.passage !== null)?.passage ?? undefined;
  if (!change) return words === "" ? null : passage === undefined ? <span class="compare-own">{words}</span> : <span data-passage={passage}>{words}</span>;
  const { kind } = change.change;
  // Where one side has no words, the other says what was left out or added; here only the place is marked.
  const isGone = words === "";
  const isNow = now === change.at;
  const what = isGone ? (which === "a" ? "added here in the copy" : "left out here") : named(kind);
  return (
    <mark
      class={`change change-${kind} compare-change${isGone ? " compare-gone" : ""}${isNow ? " compare-now" : ""}`}
      data-passage={passage}
      data-change={change.at}
      title={what}
      onClick={() => choose(change.at)}
    >
      <span class="change-sign" aria-hidden="true">
        {CHANGES[kind].sign}
      </span>
      <span class="sr">[{what}] </span>
      {words}
    </mark>
  );
}
