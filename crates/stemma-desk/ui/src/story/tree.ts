/**
 * The family tree of a story, laid out in rows: a page with all that was copied from it below it, time to the right. What comes in is the
 * tree as the server tells it; what goes out are rows, lines and days with their places. Nothing is drawn here, and nothing measured.
 *
 * Days are columns. A column is as wide as the chains of copies within its day need; days on which nothing appeared are drawn narrow, and
 * a long time without anything is broken off, so that a story of a week and one of a year can both be read. What has no day is in a
 * column of its own at the left, where it claims nothing about time.
 */
import type { Alteration, Day, Tree, TreeEdge, TreeNode } from "../api";
import { LEAST, LIKELY } from "../parts/relation";

/** With more rows than this, copies without a change are folded. */
export const MOST_ROWS = 40;

/** Between a dot and its copy of the same day. */
const STEP = 18;
/** Before the first and behind the last dot of a day. */
const PAD = 11;
/** An empty day, and how many of them are drawn before the time is broken off. */
const EMPTY = 5;
const MOST_EMPTY = 6;
/** What has no day takes at least so much room, since that is written above it. */
const UNKNOWN = 62;
/** Narrower than this, dots of one day would touch each other. */
const NARROWEST = 0.5;
/** Wider than this, a few days would be strewn over the screen. */
const WIDEST = 3;

export type Role = "original" | "copy" | "credited" | "inferred";

export interface Row {
  /** Of a page or an unseen source; of folded copies, the id of their parent. */
  id: string;
  kind: "node" | "fold";
  role: Role;
  node: TreeNode | null;
  depth: number;
  x: number;
  /** Where the last day is that it may be of, if there is more than one. */
  until: number | null;
  /** The edge to the parent below which it stands. */
  parent: TreeEdge | null;
  /** Edges to other parents. */
  others: TreeEdge[];
  /** Ids of the copies that a fold holds. */
  folded: string[];
}

export interface Line {
  edge: TreeEdge;
  style: "solid" | "dashed" | "dotted";
  /** Index of the row of the parent and of that of the child. */
  from: number;
  to: number;
}

export interface Column {
  /** Null for what has no day. */
  day: Day | null;
  x: number;
  width: number;
  /** Time was broken off before it: so many days without anything. */
  skipped: number;
}

export interface Layout {
  rows: Row[];
  lines: Line[];
  columns: Column[];
  width: number;
}

/** Whole days since 1970. */
function number(day: Day): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
}

/** A copy that says what its source says: nobody has to look at it. */
function isUnchanged(edge: Pick<TreeEdge, "edits"> & { alterations: Alteration[] }): boolean {
  return edge.edits === 0 && edge.alterations.length === 0;
}

interface Kin {
  node: TreeNode;
  parent: TreeEdge | null;
  others: TreeEdge[];
  children: Kin[];
  /** Its own first day, else the first below it; what has none stands behind all others. */
  time: string;
}

/** The one parent below which a page stands is the most probable one; all others are dotted. Edges that would close a circle are others. */
function kin(tree: Tree): Kin[] {
  const all = new Map<string, Kin>();
  for (const node of tree.nodes) all.set(node.id, { node, parent: null, others: [], children: [], time: node.from ?? "9999" });
  const edges = tree.edges.filter((edge) => edge.p >= LEAST && edge.child !== edge.parent && all.has(edge.child) && all.has(edge.parent));
  edges.sort((a, b) => b.p - a.p || (a.child < b.child ? -1 : a.child > b.child ? 1 : a.parent < b.parent ? -1 : 1));
  for (const edge of edges) {
    const child = all.get(edge.child);
    if (!child) continue;
    let above: Kin | undefined = all.get(edge.parent);
    while (above && above !== child) above = above.parent ? all.get(above.parent.parent) : undefined;
    if (child.parent || above === child) child.others.push(edge);
    else child.parent = edge;
  }
  const roots: Kin[] = [];
  for (const one of all.values()) {
    const parent = one.parent && all.get(one.parent.parent);
    if (parent) parent.children.push(one);
    else roots.push(one);
  }
  return ordered(roots);
}

/** By time, and what is of one day by its id, so that the same tree is always the same picture. */
function ordered(roots: Kin[]): Kin[] {
  const down: Kin[] = [];
  const waiting = [...roots];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    down.push(one);
    waiting.push(...one.children);
  }
  const byTime = (a: Kin, b: Kin) => (a.time !== b.time ? (a.time < b.time ? -1 : 1) : a.node.id < b.node.id ? -1 : 1);
  for (const one of down.reverse()) {
    one.children.sort(byTime);
    if (!one.node.from && one.children[0]) one.time = one.children[0].time;
  }
  return roots.sort(byTime);
}

function roleOf(one: Kin): Role {
  if (one.node.kind === "unseen") return one.node.is_credited ? "credited" : "inferred";
  return one.parent || one.others.length > 0 ? "copy" : "original";
}

/** Rows from top to bottom: a parent, then all that is below it. */
function rowsOf(roots: Kin[], unfolded: ReadonlySet<string>, isFolding: boolean, named: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  const waiting: { one: Kin | Row; depth: number }[] = roots.map((one) => ({ one, depth: 0 })).reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { one, depth } = next;
    if ("id" in one) {
      rows.push(one);
      continue;
    }
    rows.push({ id: one.node.id, kind: "node", role: roleOf(one), node: one.node, depth, x: 0, until: null, parent: one.parent, others: one.others, folded: [] });
    const isAway = (child: Kin) =>
      child.children.length === 0 && child.others.length === 0 && !named.has(child.node.id) && child.parent !== null && child.parent.p >= LIKELY && isUnchanged(child.parent);
    const away = isFolding && !unfolded.has(one.node.id) ? one.children.filter(isAway) : [];
    // One copy alone takes no more room than the line that would say that it was folded.
    const folded = away.length > 1 ? away : [];
    const first = folded[0];
    if (first) {
      const row: Row = { id: one.node.id, kind: "fold", role: "copy", node: first.node, depth: depth + 1, x: 0, until: null, parent: first.parent, others: [], folded: folded.map((child) => child.node.id) };
      waiting.push({ one: row, depth: depth + 1 });
    }
    const hidden = new Set(folded);
    for (const child of [...one.children].reverse()) if (!hidden.has(child)) waiting.push({ one: child, depth: depth + 1 });
  }
  return rows;
}

/** Days with their places, and of every row its own place. */
function place(rows: Row[], tree: Tree): { columns: Column[]; width: number } {
  const days = new Set<string>();
  let hasUnknown = false;
  const lastOf = new Map(tree.nodes.map((node) => [node.id, node.to ?? node.from]));
  const until = (row: Row) => (row.kind === "fold" ? row.folded.map((id) => lastOf.get(id) ?? "").reduce((a, b) => (a > b ? a : b), "") : (row.node?.to ?? "")) || null;
  for (const row of rows) {
    const from = row.node?.from;
    if (from) days.add(from);
    else hasUnknown = true;
    const to = until(row);
    if (from && to) days.add(to);
  }
  const key = (row: Row) => row.node?.from ?? "";
  // Within a day a copy stands right of its source.
  const slot = new Map<Row, number>();
  const slots = new Map<string, number>();
  const byId = new Map(rows.filter((row) => row.kind === "node").map((row) => [row.id, row]));
  for (const row of rows) {
    const above = row.parent ? byId.get(row.parent.parent) : undefined;
    const at = above && key(above) === key(row) ? (slot.get(above) ?? 0) + 1 : 0;
    slot.set(row, at);
    slots.set(key(row), Math.max(slots.get(key(row)) ?? 0, at));
  }
  const columns: Column[] = [];
  let x = 0;
  let before: number | null = null;
  const add = (day: string) => {
    let skipped = 0;
    if (day && before !== null) {
      const empty = number(day) - before - 1;
      skipped = empty > MOST_EMPTY ? empty : 0;
      x += Math.max(Math.min(empty, MOST_EMPTY), 0) * EMPTY;
    }
    const width = 2 * PAD + (slots.get(day) ?? 0) * STEP;
    columns.push({ day: day || null, x, width, skipped });
    x += width;
    if (day) before = number(day);
  };
  if (hasUnknown) {
    add("");
    x += PAD;
  }
  for (const day of [...days].sort()) add(day);
  const starts = new Map(columns.map((column) => [column.day ?? "", column]));
  for (const row of rows) {
    row.x = (starts.get(key(row))?.x ?? 0) + PAD + (slot.get(row) ?? 0) * STEP;
    const to = until(row);
    const end = row.node?.from && to && to > row.node.from ? starts.get(to) : undefined;
    row.until = end ? end.x + end.width - PAD / 2 : null;
  }
  return { columns, width: x };
}

/** Lays out a tree in so many pixels; in more where dots would touch each other, in fewer where there is little to show. `unfolded` names parents whose copies are all shown. */
export function layout(tree: Tree, unfolded: ReadonlySet<string>, room: number): Layout {
  const roots = kin(tree);
  const named = new Set(tree.edges.filter((edge) => edge.p >= LEAST).map((edge) => edge.parent));
  const rows = rowsOf(roots, unfolded, tree.nodes.length > MOST_ROWS, named);
  const { columns, width } = place(rows, tree);
  // What has no day keeps its width; days share what is left.
  const begin = columns[0]?.day === null ? (columns[1]?.x ?? width) : 0;
  const left = begin > 0 ? Math.max(begin, UNKNOWN) : 0;
  const scale = width > begin ? Math.min(Math.max((room - left) / (width - begin), NARROWEST), WIDEST) : 1;
  const moved = (x: number) => left + (x - begin) * scale;
  for (const row of rows) {
    if (row.node?.from) row.x = moved(row.x);
    if (row.until !== null) row.until = moved(row.until);
  }
  for (const column of columns) {
    if (column.day === null) continue;
    column.x = moved(column.x);
    column.width *= scale;
  }
  const at = new Map<string, number>();
  for (const [index, row] of rows.entries()) if (row.kind === "node") at.set(row.id, index);
  const lines: Line[] = [];
  for (const [to, row] of rows.entries()) {
    const above = row.parent && at.get(row.parent.parent);
    if (row.parent && typeof above === "number") lines.push({ edge: row.parent, style: row.parent.p >= LIKELY ? "solid" : "dashed", from: above, to });
    for (const edge of row.others) {
      const other = at.get(edge.parent);
      if (other !== undefined) lines.push({ edge, style: "dotted", from: other, to });
    }
  }
  return { rows, lines, columns, width: moved(width) };
}

/** Which columns can have their day written above them, if each needs so much room; the first and the last always, as far as they can. */
export function labelled(columns: readonly Column[], room: number): Set<Column> {
  const found = new Set<Column>();
  const dated = columns.filter((column) => column.day !== null);
  const last = dated.at(-1);
  let free = columns[0]?.day === null ? UNKNOWN : -Infinity;
  for (const column of dated) {
    const isRoom = column.x >= free && (column === last || !last || column.x + room <= last.x || dated.indexOf(column) === 0);
    if (!isRoom) continue;
    found.add(column);
    free = column.x + room;
  }
  return found;
}
