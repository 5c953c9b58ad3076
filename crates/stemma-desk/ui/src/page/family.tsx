/** Whom a page has its words from, and who has words from it: each with a link that lays both beside each other. */
import { href } from "../address";
import type { PageRecord, Tree, TreeEdge } from "../api";
import { Changed } from "../parts/changes";
import { Section } from "../parts/record";
import { compared, inWords, LEAST, LIKELY } from "../parts/relation";

/** The tree of its story knows how its relatives are called. */
export function Family({ record, tree }: { record: PageRecord; tree: Tree | null }) {
  const labels = new Map(tree?.nodes.map((node) => [node.id, node.label]));
  const named = (id: string) => labels.get(id) ?? id.replace(/^unseen:/, "");
  const parents = record.parents.filter((edge) => edge.p >= LEAST);
  const children = record.children.filter((edge) => edge.p >= LEAST);
  return (
    <Section title="Its family">
      <h3 class="page-family">Has words from</h3>
      {parents.length === 0 ? <p class="record-note">No source was found.</p> : <Edges edges={parents} of={(edge) => edge.parent} named={named} />}
      <h3 class="page-family">Copied by</h3>
      {children.length === 0 ? <p class="record-note">No copy was found.</p> : <Edges edges={children} of={(edge) => edge.child} named={named} />}
    </Section>
  );
}

function Edges({ edges, of, named }: { edges: TreeEdge[]; of: (edge: TreeEdge) => string; named: (id: string) => string }) {
  return (
    <ul class="page-edges">
      {edges.map((edge) => {
        const id = of(edge);
        const link = compared(edge);
        return (
          <li key={id}>
            {id.startsWith("unseen:") ? <bdi dir="auto">{named(id)}</bdi> : <a href={href("pages", id)}><bdi dir="auto">{named(id)}</bdi></a>}
            <span class="page-edge-facts" title={edge.evidence.join(", ")}>
              {inWords(edge)}, p {edge.p.toFixed(2)}
              {edge.p < LIKELY && ", possible"}
              {link && (
                <>
                  {" "}
                  · <a href={link}>compare</a>
                </>
              )}
            </span>
            {edge.alterations.map((change, at) => (
              <Changed key={at} kind={change.kind} before={change.before} after={change.after} />
            ))}
          </li>
        );
      })}
    </ul>
  );
}
