/** Who told it first, who tells it independently, who copies whom. */
import type { Copied, Root, Who } from "../api";
import { nameOf, PageLink } from "../parts/record";
import { compared, inWords, later, LIKELY } from "../parts/relation";

/** What a root is to the event: the first of all, another that goes back to the same text, or an independent one. */
function standing(root: Root, at: number, roots: Root[]): string {
  // Days tell no more than days: of two pages of one day neither is said to be before the other.
  if (at === 0) return roots.some((other, at) => at > 0 && other.days === 0) ? "first or same day" : "first";
  return root.shares_origin ? "same origin" : "independent";
}

export function Told({ who }: { who: Who }) {
  return (
    <ol class="event-roots">
      {who.roots.map((root, at) => (
        <li key={root.page.id} class="event-root">
          <p>
            <span class={`event-standing event-standing-${standing(root, at, who.roots).split(" ")[0]}`}>{standing(root, at, who.roots)}</span> <PageLink id={root.page.id} withDay withTitle />
            {at > 0 && root.days !== null && <span class="event-soft"> {later(root.days)}</span>}
          </p>
          <Quoting names={root.quoting} />
          {root.unseen && (
            <p class="event-soft">
              its words come from a source that nobody collected: <bdi dir="auto">{root.unseen}</bdi>
            </p>
          )}
          {root.copies.length > 0 && (
            <ul class="event-copies">
              {root.copies.map((copy) => (
                <Copy key={copy.page.id} copy={copy} root={root} />
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

function Quoting({ names }: { names: string[] }) {
  if (names.length === 0) return null;
  return (
    <p class="event-soft">
      quoting{" "}
      {names.map((name, at) => (
        <>
          {at > 0 && ", "}
          <bdi dir="auto">{name}</bdi>
        </>
      ))}
    </p>
  );
}

function Copy({ copy, root }: { copy: Copied; root: Root }) {
  const link = compared({ parent: copy.parent, child: copy.page.id });
  const parent = copy.parent === root.page.id ? root.page : root.copies.find((other) => other.page.id === copy.parent)?.page;
  return (
    <li>
      <span class="event-copy-sign" aria-hidden="true">
        └
      </span>
      <span>
        copied by <PageLink id={copy.page.id} withTitle />
        {copy.parent !== root.page.id && (
          <>
            {" "}
            from <bdi dir="auto">{nameOf(parent, copy.parent)}</bdi>
          </>
        )}
        <span class="event-soft">
          {" "}
          {inWords(copy)}
          {copy.p < LIKELY && `, possible, p ${copy.p.toFixed(2)}`}
          {link && (
            <>
              {" "}
              · <a href={link}>compare</a>
            </>
          )}
        </span>
        <Quoting names={copy.quoting} />
      </span>
    </li>
  );
}
