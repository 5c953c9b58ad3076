/** The text of a page with its marks. Marks overlap, so every stretch between two bounds is one element that carries all that hold there. */
import { memo } from "preact/compat";
import { useMemo, useState } from "preact/hooks";
import type { Block, Layer, Span } from "../api";
import { pieces, type Piece, type Slices } from "../parts/spans";
import { inWords, KINDS, paragraphs, spanOf } from "./paragraphs";

/** A layer of the text, or, without one, the words that the address names. */
export interface Mark extends Span {
  layer: Layer | null;
}

/** So many paragraphs are drawn at once; the rest of a very long page is asked for. */
const MOST = 500;

interface Props {
  slices: Slices;
  blocks: Block[];
  marks: Mark[];
  at: Span | null;
  look: (layers: Layer[]) => void;
}

/** What is told of the words under the pointer changes at every word; the text itself does not, and is not drawn again for it. */
export const Text = memo(function Text({ slices, blocks, marks, at, look }: Props) {
  const all = useMemo(() => paragraphs(slices, blocks), [slices, blocks]);
  const [isWhole, showWhole] = useState(false);
  const reached = at ? all.findIndex((paragraph) => spanOf(paragraph).end > at.start) + 1 : 0;
  const shown = isWhole ? all : all.slice(0, Math.max(MOST, reached));
  const within = useMemo(() => byParagraph(shown.map(spanOf), marks), [shown.length, all, marks]);
  return (
    <>
      {shown.map((paragraph, index) => {
        const mine = within[index] ?? [];
        if (paragraph.kept) return <Kept key={index} slices={slices} block={paragraph.kept} marks={mine} look={look} />;
        const holds = at !== null && spanOf(paragraph).start < at.end && spanOf(paragraph).end > at.start;
        return (
          <details key={`${index} ${holds}`} class="page-cut" open={holds}>
            <summary>
              Cut: {inWords(paragraph.cut)}
            </summary>
            {paragraph.cut.map((block) => (
              <p key={block.start} dir="auto" data-kind={KINDS[block.kind] ?? block.kind} class="page-block">
                <Marked slices={slices} within={block} marks={mine} look={look} />
              </p>
            ))}
          </details>
        );
      })}
      {shown.length < all.length && (
        <button type="button" class="button" onClick={() => showWhole(true)}>
          Show the other {all.length - shown.length} paragraphs
        </button>
      )}
    </>
  );
});

/** The marks of each stretch, in one walk through both. */
function byParagraph(stretches: readonly Span[], marks: readonly Mark[]): Mark[][] {
  const sorted = [...marks].sort((a, b) => a.start - b.start);
  let open: Mark[] = [];
  let next = 0;
  return stretches.map((stretch) => {
    for (let mark = sorted[next]; mark && mark.start < stretch.end; mark = sorted[++next]) open.push(mark);
    open = open.filter((mark) => mark.end > stretch.start);
    return open;
  });
}

function Kept({ slices, block, marks, look }: { slices: Slices; block: Block; marks: Mark[]; look: Props["look"] }) {
  const words = <Marked slices={slices} within={block} marks={marks} look={look} />;
  const isPlain = block.kind === "body";
  const attributes = { dir: "auto" as const, class: `page-block page-kind-${block.kind}`, "data-kind": isPlain ? undefined : (KINDS[block.kind] ?? block.kind) };
  return block.kind === "quote" ? <blockquote {...attributes}>{words}</blockquote> : <p {...attributes}>{words}</p>;
}

function Marked({ slices, within, marks, look }: { slices: Slices; within: Span; marks: Mark[]; look: Props["look"] }) {
  return pieces(within, marks).map((piece) => (piece.of.length === 0 ? slices.cut(piece) : <Stretch key={`${piece.start}-${piece.end}`} piece={piece} words={slices.cut(piece)} look={look} />));
}

function Stretch({ piece, words, look }: { piece: Piece<Mark>; words: string; look: Props["look"] }) {
  const layers = piece.of.flatMap((mark) => (mark.layer ? [mark.layer] : []));
  const names = new Set(layers.map((layer) => `page-${layer.layer}`));
  const isAt = piece.of.some((mark) => mark.layer === null);
  const classes = [...(layers.length > 0 ? ["page-mark"] : []), ...names, ...(isAt ? ["page-at"] : [])].join(" ");
  if (layers.length === 0) return <mark class={classes}>{words}</mark>;
  const told = () => look(layers);
  const inside = (
    <span
      class={isAt ? classes.replace(" page-at", "") : classes}
      tabIndex={-1}
      title={layers.map((layer) => layer.value).filter(Boolean).join(" · ")}
      onPointerEnter={told}
      onClick={told}
      onFocus={told}
    >
      {words}
    </span>
  );
  return isAt ? <mark class="page-at">{inside}</mark> : inside;
}
