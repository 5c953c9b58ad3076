/** A story: who has words from whom as a family tree, what was changed on the way, what happened in it, where its sources disagree. */
import { changed, go, href } from "../address";
import type { Alteration, StoryRecord, Tree, TreeEdge } from "../api";
import type { View } from "../app";
import { Changed } from "../parts/changes";
import { Contradictions } from "../parts/contradictions";
import { EventList } from "../parts/eventlist";
import { Head, Known, known, PageLink, Section } from "../parts/record";
import { compared, copiesOf, later, LEAST, LIKELY } from "../parts/relation";
import { written } from "../parts/spans";
import { Empty, Failed, Loading } from "../parts/states";
import { useTitle } from "../parts/title";
import { days } from "../parts/words";
import { useAnswer } from "../server";
import { Dot, Drawing } from "./drawing";
import type { Role } from "./tree";
import "./view.css";

export default function StoryView({ address }: View) {
  const { data, error } = useAnswer<StoryRecord>(`/stories/${encodeURIComponent(address.id ?? "")}.json`);
  useTitle(data?.title);
  if (error) return <Failed error={error} title="Story"><a href={href("stories")}>All stories</a></Failed>;
  if (!data) return <Loading what="the story" />;
  const unfolded = new Set(address.query.get("unfold")?.split(",") ?? []);
  const unfold = (parent: string) => go(href("stories", address.id, changed(address.query, { unfold: [...unfolded, parent].join(",") })), { replace: true });
  const edges = data.tree.edges.filter((edge) => edge.p >= LEAST);
  const altered = edges.flatMap((edge) => edge.alterations.map((alteration) => ({ alteration, child: edge.child })));
  const { copies, ofUnseen, possible } = copiesOf(edges);
  return (
    <Known.Provider value={known(data.pages)}>
      <Head kind="Story" title={data.title} id={data.id} path={`/stories/${encodeURIComponent(data.id)}`}>
        <p class="record-facts">
          <span>{days(data.from, data.to) || "day unknown"}</span>
          <span>
            <b>{data.documents.length}</b> {data.documents.length === 1 ? "page" : "pages"}, {copies} {copies === 1 ? "copy" : "copies"} of another
            {ofUnseen > 0 && `, ${ofUnseen} with words of a source that nobody collected`}
            {possible > 0 && `, ${possible} possibly`}
          </span>
          <span>
            <b>{data.events.length}</b> {data.events.length === 1 ? "event" : "events"}
          </span>
          <a href={href("events", null, { story: data.id, told: "any" })}>These events as a table or map</a>
        </p>
      </Head>
      <Section title="Who has it from whom" aside={<Meanings tree={data.tree} />}>
        {data.tree.nodes.length === 0 ? <Empty what="No page of this story is kept any more." /> : <Drawing tree={data.tree} unfolded={unfolded} onUnfold={unfold} />}
        {data.tree.nodes.length > 0 && <AsTable tree={data.tree} />}
      </Section>
      {altered.length > 0 && (
        <Section title="Facts changed in copying" count={altered.length}>
          <Alterations rows={altered} />
        </Section>
      )}
      <Section title="What happened" count={data.events.length}>
        {data.events.length === 0 ? <Empty what="No event was read in these pages." /> : <EventList rows={data.events} label="Events of the story" />}
      </Section>
      {data.contradictions.length > 0 && (
        <Section title="Where sources disagree" count={data.contradictions.length}>
          <Contradictions rows={data.contradictions} />
        </Section>
      )}
      {data.changes.length > 0 && (
        <Section title="How the story came about" count={data.changes.length}>
          <ol class="story-history">
            {data.changes.map((change, at) => (
              <li key={at}>
                <bdi dir="auto">{change.in_words}</bdi>
              </li>
            ))}
          </ol>
        </Section>
      )}
    </Known.Provider>
  );
}

const ROLES: Record<Role, string> = {
  original: "no source found",
  copy: "has words of another",
  credited: "credited, not collected",
  inferred: "only worked out",
};

/** What dots and lines mean, of those that are there. */
function Meanings({ tree }: { tree: Tree }) {
  const edges = tree.edges.filter((edge) => edge.p >= LEAST);
  const children = new Set(edges.map((edge) => edge.child));
  const has: Record<Role | "solid" | "dashed" | "dotted", boolean> = {
    original: tree.nodes.some((node) => node.kind === "page" && !children.has(node.id)),
    copy: children.size > 0,
    credited: tree.nodes.some((node) => node.kind === "unseen" && node.is_credited),
    inferred: tree.nodes.some((node) => node.kind === "unseen" && !node.is_credited),
    solid: edges.some((edge) => edge.p >= LIKELY),
    dashed: edges.some((edge) => edge.p < LIKELY),
    dotted: children.size < edges.length,
  };
  return (
    <ul class="story-legend" aria-label="Signs of the family tree">
      {(Object.keys(ROLES) as Role[])
        .filter((role) => has[role])
        .map((role) => (
          <li key={role}>
            <svg width="20" height="18" aria-hidden="true">
              <Dot row={{ role, x: 10, kind: "node" }} y={9} />
            </svg>
            {ROLES[role]}
          </li>
        ))}
      {(["solid", "dashed", "dotted"] as const)
        .filter((style) => has[style])
        .map((style) => (
          <li key={style}>
            <svg width="24" height="18" aria-hidden="true">
              <path class={`story-edge story-${style}`} d="M1 9H23" />
            </svg>
            {{ solid: "probable", dashed: "possible (p < .5)", dotted: "second source" }[style]}
          </li>
        ))}
      {tree.nodes.some((node) => node.from !== node.to) && (
        <li>
          <svg width="26" height="18" aria-hidden="true">
            <rect class="story-bar" x="1" y="5.5" width="24" height="7" rx="3.5" />
          </svg>
          one of these days
        </li>
      )}
    </ul>
  );
}

/** The same as a table, for those who hear the page, and for copying out. */
function AsTable({ tree }: { tree: Tree }) {
  const nodes = new Map(tree.nodes.map((node) => [node.id, node]));
  const edges = tree.edges.filter((edge) => edge.p >= LEAST);
  const fromOf = new Map<string, TreeEdge[]>();
  for (const edge of edges) fromOf.set(edge.child, [...(fromOf.get(edge.child) ?? []), edge]);
  return (
    <details class="story-table">
      <summary>The family tree as a table</summary>
      <div class="rows-box" tabIndex={0} role="region" aria-label="The family tree as a table">
        <table class="rows">
          <caption class="sr">Pages of the story with the pages that they have words from</caption>
          <thead>
            <tr>
              {["Page", "Day", "Words from", "Probability", "Later by", "Words in both", "Words that differ", "Facts changed in copying", "Why"].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tree.nodes.flatMap((node) =>
              (fromOf.get(node.id) ?? [null]).map((edge, at) => {
                const link = edge && compared(edge);
                return (
                  <tr key={`${node.id} ${at}`}>
                    <th scope="row">{node.kind === "page" ? <PageLink id={node.id} withTitle /> : <bdi>{node.label} ({node.is_credited ? "credited, not collected" : "worked out"})</bdi>}</th>
                    <td>{days(node.from, node.to) || "unknown"}</td>
                    <td>{edge ? <bdi>{nodes.get(edge.parent)?.label ?? edge.parent}</bdi> : "no source found"}</td>
                    <td class="number">{edge?.p.toFixed(2)}</td>
                    <td class="number">{edge && later(edge.days)}</td>
                    <td class="number">{edge && (link ? <a href={link}>{edge.words}</a> : edge.words)}</td>
                    <td class="number">{edge?.edits}</td>
                    <td>{edge?.alterations.map((change, n) => [n > 0 && " ", <Changed key={n} kind={change.kind} before={change.before} after={change.after} />])}</td>
                    <td>{edge?.evidence.join(", ").replaceAll("_", " ")}</td>
                  </tr>
                );
              }),
            )}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Alterations({ rows }: { rows: { alteration: Alteration; child: string }[] }) {
  return (
    <div class="rows-box" tabIndex={0} role="region" aria-label="Facts changed in copying">
      <table class="rows">
        <caption class="sr">Facts that copies changed</caption>
        <thead>
          <tr>
            <th scope="col">Before → after</th>
            <th scope="col">In</th>
            <th scope="col">Copied from</th>
            <th scope="col">Beside each other</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ alteration, child }, at) => (
            <tr key={at}>
              <th scope="row">
                <Changed kind={alteration.kind} before={alteration.before} after={alteration.after} />
              </th>
              <td>
                <PageLink id={child} at={alteration.child_span} withDay />
              </td>
              <td>
                <PageLink id={alteration.parent} at={alteration.parent_span} withDay />
              </td>
              <td>
                <a href={href("compare", null, { a: alteration.parent, b: child, at: written(alteration.child_span) })}>compare</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
