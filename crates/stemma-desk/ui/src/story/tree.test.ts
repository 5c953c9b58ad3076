import { expect, test } from "vitest";
import type { Tree, TreeEdge, TreeNode } from "../api";
import { labelled, layout } from "./tree";

const page = (id: string, from: string | null, to = from): TreeNode => ({ id, kind: "page", is_credited: false, label: id, title: null, from, to, words: 300, events: 1 });
const unseen = (label: string, is_credited: boolean): TreeNode => ({ ...page(`unseen:${label}`, null), kind: "unseen", is_credited, label });
const edge = (child: string, parent: string, p = 0.9, edits = 1): TreeEdge => ({ child, parent, p, one_text: 0.97, words: 90, edits, days: 1, evidence: [], alterations: [] });
const show = (tree: Tree, unfolded: string[] = [], room = 700) => layout(tree, new Set(unfolded), room);
const ids = (tree: Tree, unfolded: string[] = []) => show(tree, unfolded).rows.map((row) => `${" ".repeat(row.depth)}${row.kind === "fold" ? `+${row.folded.length}` : row.id}`);

test("children stand below their parent, in the order of their days", () => {
  const tree = { nodes: [page("c", "2024-06-12"), page("b", "2024-06-11"), page("d", "2024-06-11"), page("a", "2024-06-09")], edges: [edge("b", "a"), edge("c", "a"), edge("d", "b")] };
  expect(ids(tree)).toEqual(["a", " b", "  d", " c"]);
});

test("a page without a source is an original, all others are copies", () => {
  const tree = { nodes: [page("a", "2024-06-09"), page("b", "2024-06-10"), unseen("Agency", true), unseen("unseen source 1", false)], edges: [edge("b", "unseen:Agency")] };
  expect(show(tree).rows.map((row) => [row.id, row.role])).toEqual([
    ["a", "original"],
    ["unseen:Agency", "credited"],
    ["b", "copy"],
    ["unseen:unseen source 1", "inferred"],
  ]);
});

test("lines are solid from one half on, dashed below, and nothing below a fifth", () => {
  const tree = { nodes: ["a", "b", "c", "d"].map((id) => page(id, "2024-06-09")), edges: [edge("b", "a", 0.5), edge("c", "a", 0.49), edge("d", "a", 0.19)] };
  const { lines, rows } = show(tree);
  expect(lines.map((line) => [line.edge.child, line.style])).toEqual([
    ["b", "solid"],
    ["c", "dashed"],
  ]);
  expect(rows.find((row) => row.id === "d")?.role).toBe("original");
});

test("the most probable parent is the one it stands below, the second is dotted", () => {
  const tree = { nodes: [page("a", "2024-06-09"), page("b", "2024-06-09"), page("c", "2024-06-10")], edges: [edge("c", "a", 0.4), edge("c", "b", 0.8)] };
  expect(ids(tree)).toEqual(["a", "b", " c"]);
  expect(show(tree).lines.map((line) => [line.edge.parent, line.style])).toEqual([
    ["b", "solid"],
    ["a", "dotted"],
  ]);
});

test("a circle is cut at its least probable edge, and every page has one row", () => {
  const tree = { nodes: ["a", "b", "c"].map((id) => page(id, "2024-06-09")), edges: [edge("b", "a", 0.9), edge("c", "b", 0.8), edge("a", "c", 0.3), edge("a", "a", 1)] };
  expect(ids(tree)).toEqual(["a", " b", "  c"]);
  expect(show(tree).lines.at(0)).toMatchObject({ style: "dotted", from: 2, to: 0 });
});

test("edges to pages that are not in the tree are left out", () => {
  expect(show({ nodes: [page("a", null)], edges: [edge("a", "gone"), edge("gone", "a")] }).lines).toEqual([]);
});

test("time goes to the right, and what has no day is left of all days", () => {
  const tree = { nodes: [page("a", "2024-06-09"), page("b", "2024-06-10"), page("c", "2024-07-30"), page("x", null)], edges: [] };
  const { rows, columns } = show(tree);
  const x = (id: string) => rows.find((row) => row.id === id)?.x ?? NaN;
  expect(x("x")).toBeLessThan(x("a"));
  expect(x("a")).toBeLessThan(x("b"));
  expect(x("b")).toBeLessThan(x("c"));
  expect(columns.map((column) => [column.day, column.skipped])).toEqual([
    [null, 0],
    ["2024-06-09", 0],
    ["2024-06-10", 0],
    ["2024-07-30", 49],
  ]);
});

test("what has no day leaves room for saying so, however narrow the tree is", () => {
  const { columns } = show({ nodes: [page("a", "2024-06-09"), page("b", "2024-06-10"), page("x", null)], edges: [] }, [], 60);
  expect(columns[1]?.x).toBeGreaterThanOrEqual(62);
  expect(labelled(columns, 20).has(columns[1] as never)).toBe(true);
});

test("a copy of the same day stands right of its source", () => {
  const { rows } = show({ nodes: [page("a", "2024-06-09"), page("b", "2024-06-09"), page("c", "2024-06-09")], edges: [edge("b", "a"), edge("c", "b")] });
  expect(rows[1]?.x).toBeGreaterThan(rows[0]?.x ?? NaN);
  expect(rows[2]?.x).toBeGreaterThan(rows[1]?.x ?? NaN);
});

test("a page that may be of several days has a bar to the last of them", () => {
  const { rows } = show({ nodes: [page("a", "2024-06-09", "2024-06-12"), page("b", "2024-06-09")], edges: [] });
  expect(rows[0]?.until).toBeGreaterThan(rows[0]?.x ?? NaN);
  expect(rows[1]?.until).toBeNull();
});

const many: Tree = {
  nodes: [page("root", "2024-06-01"), ...Array.from({ length: 44 }, (_, n) => page(`c${String(n).padStart(2, "0")}`, "2024-06-02"))],
  edges: Array.from({ length: 44 }, (_, n) => edge(`c${String(n).padStart(2, "0")}`, n === 5 ? "c04" : "root", 0.9, n < 10 ? 1 : 0)),
};

test("over forty rows, copies without a change are folded until they are asked for", () => {
  const folded = ids(many);
  expect(folded.length).toBe(12);
  expect(folded.at(-1)).toBe(" +34");
  expect(ids(many, ["root"]).length).toBe(45);
});

test("forty rows are all shown", () => {
  expect(ids({ nodes: many.nodes.slice(0, 40), edges: many.edges }).length).toBe(40);
});

test("changed copies, doubtful ones and those with copies or second parents of their own are never folded", () => {
  const edges = many.edges.map((one) => (one.child === "c20" ? { ...one, alterations: [{ kind: "number" as const, before: "10", after: "16", child_span: { start: 0, end: 2 }, parent: "root", parent_span: { start: 0, end: 2 } }] } : one.child === "c21" ? { ...one, p: 0.3 } : one));
  const shown = ids({ nodes: many.nodes, edges: [...edges, edge("c22", "c00", 0.4), edge("c01", "c23", 0.4)] });
  for (const id of ["c20", "c21", "c22", "c23"]) expect(shown).toContain(` ${id}`);
  expect(shown.at(-1)).toBe(" +30");
});

test("a tree takes the room there is, but dots never touch, and few days are not strewn", () => {
  const tree = { nodes: Array.from({ length: 30 }, (_, n) => page(`p${n}`, `2024-06-${String(n + 1).padStart(2, "0")}`)), edges: [] };
  expect(show(tree, [], 600).width).toBeCloseTo(600);
  const narrowest = show(tree, [], 10);
  expect((narrowest.rows[1]?.x ?? 0) - (narrowest.rows[0]?.x ?? 0)).toBeGreaterThanOrEqual(11);
  expect(show({ nodes: tree.nodes.slice(0, 2), edges: [] }, [], 600).width).toBeLessThan(200);
});

test("days are written where there is room for them", () => {
  const { columns } = show({ nodes: Array.from({ length: 20 }, (_, n) => page(`p${n}`, `2024-06-${String(n + 1).padStart(2, "0")}`)), edges: [] });
  const found = [...labelled(columns, 50)].map((column) => column.x);
  expect(found.length).toBeGreaterThan(4);
  for (const [at, x] of found.slice(1).entries()) expect(x - (found[at] ?? 0)).toBeGreaterThanOrEqual(50);
  expect(found[0]).toBe(columns[0]?.x);
  expect(found.at(-1)).toBe(columns.at(-1)?.x);
});

test("ten thousand copies of one another are laid out at once", () => {
  const nodes = Array.from({ length: 10_000 }, (_, n) => page(`p${n}`, "2024-06-09"));
  const before = performance.now();
  const { rows } = show({ nodes, edges: nodes.slice(1).map((node, n) => edge(node.id, n % 3 ? "p0" : `p${n}`)) });
  expect(rows.length).toBe(10_000);
  expect(performance.now() - before).toBeLessThan(1000);
});
