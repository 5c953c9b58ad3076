/**
 * The family tree as it is seen: lines and dots in one SVG, and beside (on narrow screens below) each dot a row of HTML with what can be
 * read and followed. The SVG says nothing that the rows and the table do not say, so it is hidden from those who hear the page.
 */
import { useMemo, useRef, useState } from "preact/hooks";
import { go, href } from "../address";
import type { Tree, TreeEdge } from "../api";
import { useKeys } from "../keys";
import { Changed } from "../parts/changes";
import { compared, inWords, LIKELY } from "../parts/relation";
import { useRoom } from "../parts/room";
import { focused, walk } from "../parts/walk";
import { day, days } from "../parts/words";
import { labelled, layout, type Column, type Layout, type Line, type Row } from "./tree";

/** Below this width the words of a row stand under its dot. */
const NARROW = 640;
/** Height of a row, and where in it the dot stands. */
const WIDE_ROW = { pitch: 54, dot: 27 };
const NARROW_ROW = { pitch: 106, dot: 14 };
const RADIUS = 5.5;
/** Of the room, the drawing takes at most so much; the rest is for words. */
const SHARE = 0.44;
/** A day written above its column. */
const LABEL = 50;
/** Changed facts that a row shows; more are in the comparison. */
const MOST_CHANGES = 3;

function sure(edge: TreeEdge): string {
  return edge.p >= LIKELY ? "" : `possible, p ${edge.p.toFixed(2)}`;
}

interface Props {
  tree: Tree;
  /** Parents whose copies without a change are shown. */
  unfolded: ReadonlySet<string>;
  onUnfold: (parent: string) => void;
}

export function Drawing({ tree, unfolded, onUnfold }: Props) {
  const { ref, room } = useRoom<HTMLDivElement>();
  const list = useRef<HTMLOListElement>(null);
  const [lit, light] = useState<string | null>(null);
  const isNarrow = room < NARROW;
  const size = isNarrow ? NARROW_ROW : WIDE_ROW;
  const drawn = useMemo(() => layout(tree, unfolded, isNarrow ? room - LABEL + 8 : room * SHARE), [tree, [...unfolded].join(), room]);
  const move = (by: 1 | -1) => () => void walk(list.current, ".story-goal", by);
  useKeys([
    { key: "j", does: "next page of the tree", run: move(1) },
    { key: "k", does: "page before", run: move(-1) },
    { key: "c", does: "compare with its source", run: () => (focused("compare") ? go(focused("compare") ?? "") : undefined) },
    { key: "o", does: "open the page", run: () => (focused("page") ? go(focused("page") ?? "") : undefined) },
  ]);
  const labels = new Map(tree.nodes.map((node) => [node.id, node.label]));
  return (
    <div class={`story-tree${isNarrow ? " story-narrow" : ""}${drawn.width <= room ? " story-fits" : ""}`} ref={ref}>
      {room > 0 && (
        <div class="story-sheet" style={{ minWidth: `${drawn.width}px` }}>
          <Axis columns={drawn.columns} width={drawn.width} />
          <ol class="story-rows" ref={list} onPointerLeave={() => light(null)}>
            <Lines drawn={drawn} size={size} lit={lit} labels={labels} />
            {drawn.rows.map((row) => (
              <li
                key={`${row.kind} ${row.id}`}
                class={lit === row.id && row.kind === "node" ? "story-row story-lit" : "story-row"}
                style={{ height: `${size.pitch}px`, paddingInlineStart: isNarrow ? `${Math.min(row.depth, 6) * 8}px` : `${drawn.width + 14}px` }}
                data-page={row.node?.kind === "page" && row.kind === "node" ? href("pages", row.id) : undefined}
                data-compare={(row.parent && compared(row.parent)) || undefined}
                onPointerEnter={() => light(row.id)}
                onFocusCapture={() => light(row.id)}
              >
                {row.kind === "fold" ? <Folded row={row} unfold={() => onUnfold(row.id)} /> : <Told row={row} labels={labels} most={isNarrow ? room - Math.min(row.depth, 6) * 8 - 2 : null} />}
              </li>
            ))}
          </ol>
        </div>
      )}
    </div>
  );
}

function Folded({ row, unfold }: { row: Row; unfold: () => void }) {
  return (
    <div class="story-told">
      <button type="button" class="story-goal story-fold" onClick={unfold}>
        + {row.folded.length} copies without a change
      </button>
    </div>
  );
}

/** `most` is the width that can be seen at once, where the drawing is wider than that. */
function Told({ row, labels, most }: { row: Row; labels: ReadonlyMap<string, string>; most: number | null }) {
  const { node, parent } = row;
  if (!node) return null;
  if (node.kind === "unseen") {
    return (
      <div class="story-told">
        <span class="story-name story-goal" tabIndex={-1}>
          <bdi dir="auto">{node.label}</bdi>
        </span>
        <span class="story-facts">{node.is_credited ? "credited, and not collected" : "worked out from words that these pages share; not among the pages"}</span>
      </div>
    );
  }
  const link = parent && compared(parent);
  const changes = parent?.alterations ?? [];
  return (
    <div class="story-told" style={most === null ? undefined : { maxWidth: `${most}px` }}>
      <span class="story-line">
        <a class="story-goal story-name" href={href("pages", node.id)}>
          <bdi dir="auto">{node.label}</bdi>
        </a>
        {node.title && !node.label.includes(node.title) && (
          <bdi class="story-title" dir="auto" title={node.title}>
            {node.title}
          </bdi>
        )}
        <span class="story-day">{days(node.from, node.to) || "day unknown"}</span>
      </span>
      <span class="story-line story-facts">
        {parent && link && (
          <a href={link} title={parent.evidence.join(", ").replaceAll("_", " ")}>
            {inWords(parent)}
          </a>
        )}
        {parent && !link && <span title={parent.evidence.join(", ").replaceAll("_", " ")}>{inWords(parent)}</span>}
        {!parent && (row.others.length > 0 ? "copies a page that copies it" : "no source found")}
        {parent && sure(parent) && <span class="story-doubt">{sure(parent)}</span>}
        {changes.slice(0, MOST_CHANGES).map((change, at) => (
          <Changed key={at} kind={change.kind} before={change.before} after={change.after} />
        ))}
        {changes.length > MOST_CHANGES && <span>and {changes.length - MOST_CHANGES} more</span>}
        {row.others.map((edge) => (
          <Other key={edge.parent} edge={edge} label={labels.get(edge.parent) ?? edge.parent} />
        ))}
      </span>
    </div>
  );
}

/** A second source of a page. */
function Other({ edge, label }: { edge: TreeEdge; label: string }) {
  const link = compared(edge);
  const words = (
    <>
      also from <bdi dir="auto">{label}</bdi>, {edge.words} words
    </>
  );
  return link ? <a href={link}>{words}</a> : <span>{words}</span>;
}

function Axis({ columns, width }: { columns: Column[]; width: number }) {
  const shown = labelled(columns, LABEL);
  let year = "";
  return (
    <div class="story-axis" style={{ minWidth: `${width}px` }} aria-hidden="true">
      {columns.map((column) => {
        if (column.day === null) return <DayLabel key="" x={column.x} first="day" second="unknown" />;
        if (!shown.has(column)) return null;
        const [date = "", month = "", of = ""] = day(column.day).split(" ");
        const second = of === year ? (column.skipped ? `${column.skipped} d later` : "") : of;
        year = of;
        return <DayLabel key={column.day} x={column.x} first={`${date} ${month}`} second={second} />;
      })}
    </div>
  );
}

function DayLabel({ x, first, second }: { x: number; first: string; second: string }) {
  return (
    <span class="story-date" style={{ left: `${x}px` }}>
      {first}
      <small>{second}</small>
    </span>
  );
}

interface Size {
  pitch: number;
  dot: number;
}

function Lines({ drawn, size, lit, labels }: { drawn: Layout; size: Size; lit: string | null; labels: ReadonlyMap<string, string> }) {
  const height = drawn.rows.length * size.pitch;
  const y = (row: number) => row * size.pitch + size.dot;
  // They are drawn again over all others, since many lines share the way down from one parent.
  const isLit = ({ edge }: Line) => lit !== null && (edge.child === lit || edge.parent === lit);
  return (
    <svg class="story-lines" width={drawn.width} height={height} viewBox={`0 0 ${drawn.width} ${height}`} aria-hidden="true">
      {drawn.columns.map((column) => (
        <g key={column.day ?? ""}>
          {column.day === null ? (
            <rect class="story-unknown" x={column.x} y={0} width={column.width} height={height} />
          ) : (
            <line class={column.skipped ? "story-day-line story-skipped" : "story-day-line"} x1={column.x} x2={column.x} y1={0} y2={height} />
          )}
        </g>
      ))}
      {drawn.rows.map((row, at) => row.until !== null && <rect key={at} class="story-bar" x={row.x} y={y(at) - 3.5} width={Math.max(row.until - row.x, 8)} height={7} rx={3.5} />)}
      {drawn.lines.map((line, at) => (
        <Edge key={at} line={line} drawn={drawn} y={y} labels={labels} />
      ))}
      {drawn.lines.map((line, at) => isLit(line) && <path key={at} class={`story-edge story-${line.style} story-edge-lit`} d={way(line, drawn, y)} />)}
      {drawn.rows.map((row, at) => (
        <Dot key={at} row={row} y={y(at)} />
      ))}
    </svg>
  );
}

/** From a parent down to the row of the child and then right to it; a second parent's line bends, so that it cannot be taken for the first. */
function way(line: Line, drawn: Layout, y: (row: number) => number): string {
  const from = { x: drawn.rows[line.from]?.x ?? 0, y: y(line.from) };
  const to = { x: drawn.rows[line.to]?.x ?? 0, y: y(line.to) };
  if (line.style === "dotted") {
    const out = Math.max(from.x, to.x) + 22;
    return `M${from.x} ${from.y}C${out} ${from.y} ${out} ${to.y} ${to.x} ${to.y}`;
  }
  const side = Math.sign(to.x - from.x);
  const round = Math.min(7, Math.abs(to.x - from.x));
  return `M${from.x} ${from.y}V${to.y - round}Q${from.x} ${to.y} ${from.x + side * round} ${to.y}H${to.x}`;
}

function Edge({ line, drawn, y, labels }: { line: Line; drawn: Layout; y: (row: number) => number; labels: ReadonlyMap<string, string> }) {
  const path = way(line, drawn, y);
  const { edge } = line;
  const row = drawn.rows[line.to];
  const title = `${labels.get(edge.child) ?? ""} from ${labels.get(edge.parent) ?? ""}: p ${edge.p.toFixed(2)}${edge.evidence.length > 0 ? `, ${edge.evidence.join(", ").replaceAll("_", " ")}` : ""}`;
  const lines = (
    <>
      <title>{title}</title>
      <path class={`story-edge story-${line.style}`} d={path} />
      <path class="story-edge-wide" d={path} />
    </>
  );
  const link = row?.kind === "fold" ? null : compared(edge);
  if (!link) return <g>{lines}</g>;
  // The row of the child has the same link for everybody; this one is for those who point at the line.
  const follow = (event: MouseEvent) => (event.button === 1 || event.ctrlKey || event.metaKey ? void open(link, "_blank", "noopener") : go(link));
  return (
    <g class="story-way" onClick={follow} onAuxClick={(event) => event.button === 1 && follow(event)}>
      {lines}
    </g>
  );
}

export function Dot({ row, y }: { row: Pick<Row, "role" | "x" | "kind">; y: number }) {
  if (row.kind === "fold") {
    return (
      <g>
        {[6, 3, 0].map((off) => (
          <circle key={off} class="story-copy" cx={row.x + off} cy={y} r={RADIUS - 1} />
        ))}
      </g>
    );
  }
  if (row.role === "inferred") {
    return (
      <g>
        <circle class="story-inferred" cx={row.x} cy={y} r={RADIUS + 2.5} />
        <text class="story-question" x={row.x} y={y + 4} text-anchor="middle">
          ?
        </text>
      </g>
    );
  }
  return <circle class={`story-${row.role}`} cx={row.x} cy={y} r={RADIUS} />;
}
