/** A page: its text with what was cut from it folded away, and over it, as layers, all that was read in it. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { changed, go, href } from "../address";
import type { Layer, PageRecord, StoryRecord } from "../api";
import type { View } from "../app";
import { useKeys } from "../keys";
import { EventList } from "../parts/eventlist";
import { MarkedBy } from "../parts/marked";
import { Head, nameOf, Section } from "../parts/record";
import { Slices, spanOf } from "../parts/spans";
import { Empty, Failed, Loading } from "../parts/states";
import { useTitle } from "../parts/title";
import { walk } from "../parts/walk";
import { days, number } from "../parts/words";
import { useAnswer } from "../server";
import { Family } from "./family";
import { Marking } from "./marking";
import { Text, type Mark } from "./text";
import "./view.css";

type Name = Layer["layer"];

const LAYERS: Record<Name, { many: string; one: string }> = {
  event: { many: "Events", one: "event" },
  place: { many: "Places", one: "place" },
  time: { many: "Times", one: "time" },
  name: { many: "Names", one: "name" },
  attribution: { many: "Who says it", one: "said by" },
};
const NAMES = Object.keys(LAYERS) as Name[];

/** Where nobody chose, all layers are shown but that of who says it, which covers whole paragraphs. */
function chosen(written: string | null): Set<Name> {
  return new Set(written === null ? NAMES.filter((name) => name !== "attribution") : NAMES.filter((name) => written.split(",").includes(name)));
}

export default function PageView({ address }: View) {
  const { data, error } = useAnswer<PageRecord>(`/pages/${encodeURIComponent(address.id ?? "")}.json`);
  const title = data ? data.page.title || nameOf(data.page) : null;
  useTitle(title);
  if (error) return <Failed error={error} title="Page"><a href={href("pages")}>All pages</a></Failed>;
  if (!data || !title) return <Loading what="the page" />;
  return <Page record={data} title={title} address={address} />;
}

function Page({ record, title, address }: { record: PageRecord; title: string } & View) {
  const { page } = record;
  const story = useAnswer<StoryRecord>(page.story ? `/stories/${encodeURIComponent(page.story)}.json` : null);
  const slices = useMemo(() => new Slices(record.text), [record.text]);
  const layers = chosen(address.query.get("layers"));
  const at = useMemo(() => spanOf(address.query.get("at")), [address.query.get("at")]);
  const [looked, look] = useState<Layer[]>([]);
  const text = useRef<HTMLDivElement>(null);
  const to = (changes: Record<string, string | null>) => href("pages", page.id, changed(address.query, changes));
  const toggle = (name: Name) => {
    const next = new Set(layers);
    if (!next.delete(name)) next.add(name);
    go(to({ layers: [...next].join(",") || "none" }), { replace: true });
  };
  useEffect(() => {
    if (at) text.current?.querySelector(".page-at")?.scrollIntoView({ block: "center" });
  }, [at, record]);
  const step = (by: 1 | -1) => () => void walk(text.current, ".page-mark", by, ".page-at");
  const relative = record.parents.find((edge) => !edge.parent.startsWith("unseen:")) ?? record.children[0];
  useKeys([
    { key: "j", does: "next words that were read", run: step(1) },
    { key: "k", does: "words before", run: step(-1) },
    { key: "Enter", does: "open the event of these words", run: () => { const event = looked.find((layer) => layer.event)?.event; if (event) go(href("events", event)); } },
    { key: "c", does: "compare with its source or its first copy", run: () => relative && go(href("compare", null, { a: relative.parent, b: relative.child })) },
    { key: "o", does: "open the original bytes", run: () => void open(`/pages/${encodeURIComponent(page.id)}/original`, "_blank", "noopener") },
  ]);
  const marks = useMemo<Mark[]>(() => {
    const shown: Mark[] = record.layers.filter((layer) => layers.has(layer.layer)).map((layer) => ({ start: layer.start, end: layer.end, layer }));
    return at ? [...shown, { ...at, layer: null }] : shown;
  }, [record, address.query.get("layers"), at]);
  const path = `/pages/${encodeURIComponent(page.id)}`;
  return (
    <>
      <Head kind="Page" title={title} id={page.id} path={path}>
        <MarkedBy marks={record.marks} kinds={page.marks} />
        <p class="record-facts">
          {page.outlet && <b><bdi dir="auto">{page.outlet}</bdi></b>}
          {page.byline && <span>by <bdi dir="auto">{page.byline}</bdi></span>}
          <span title={record.published?.evidence ?? undefined}>
            {days(page.from, page.to) || "day unknown"}
            {record.published && <> ({record.published.evidence})</>}
          </span>
          {page.language && <span>language {page.language}</span>}
        </p>
        <p class="record-facts">
          {record.story && (
            <span>
              in the story <a href={href("stories", record.story.id)}><bdi dir="auto">{record.story.title}</bdi></a>
            </span>
          )}
          <a href={`${path}/original`}>original, {number(record.bytes)} bytes</a>
          <span class="page-digest" title={`SHA-256 of the original bytes: ${record.sha256}`}>sha256 <code>{record.sha256.slice(0, 12)}…</code></span>
          {page.path && <span class="page-digest"><code>{page.path}</code></span>}
          {page.url && /^https?:/i.test(page.url) && <a href={page.url} target="_blank" rel="noopener noreferrer">where it was collected</a>}
        </p>
        <Marking page={page.id} marks={record.marks} />
      </Head>
      <div class="page-columns">
        <div class="page-main">
          <div class="page-bar" role="group" aria-label="What was read in the text">
            {NAMES.map((name) => {
              const count = record.layers.filter((layer) => layer.layer === name).length;
              return (
                <button key={name} type="button" class="button page-toggle" aria-pressed={layers.has(name)} disabled={count === 0} onClick={() => toggle(name)}>
                  <span class={`page-sample page-${name}`} aria-hidden="true">Aa</span>
                  {LAYERS[name].many} <span class="record-count">{count}</span>
                </button>
              );
            })}
            {at && (
              <a class="button page-clear" href={to({ at: null })}>
                {at.start >= slices.length ? `The text ends at byte ${slices.length}` : `Bytes ${at.start}–${at.end} marked`} <span aria-hidden="true">×</span>
                <span class="sr">, take the mark away</span>
              </a>
            )}
          </div>
          {record.text.trim() === "" ? (
            <Empty what="No text was read in this page.">
              <a href={`${path}/original`}>Its original bytes are kept</a>
            </Empty>
          ) : (
            <div class="page-text" ref={text}>
              <Text slices={slices} blocks={record.blocks} marks={marks} at={at} look={look} />
            </div>
          )}
          <AsTable record={record} slices={slices} />
        </div>
        <aside class="page-side" aria-label="About the page">
          <Looked layers={looked} />
          <Family record={record} tree={story.data?.tree ?? null} />
          <Section title="Events it tells" count={record.events.length}>
            {record.events.length === 0 ? <p class="record-note">None was read in it.</p> : <EventList rows={record.events} label="Events of the page" />}
          </Section>
          {record.notes.length > 0 && (
            <Section title="Notes of the reader">
              <ul class="page-notes">
                {record.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </Section>
          )}
        </aside>
      </div>
    </>
  );
}

/** What was made of the words under the pointer or the focus. */
function Looked({ layers }: { layers: Layer[] }) {
  return (
    <div class={layers.length > 0 ? "page-looked page-looking" : "page-looked"} aria-live="polite">
      {layers.length === 0 ? (
        <p class="record-note">Point at marked words, or press <kbd>j</kbd>, to see what was made of them.</p>
      ) : (
        <dl>
          {layers.map((layer, at) => (
            <div key={at}>
              <dt>
                <span class={`page-sample page-${layer.layer}`} aria-hidden="true">Aa</span> {LAYERS[layer.layer].one}
              </dt>
              <dd>
                {layer.event ? <a href={href("events", layer.event)}><bdi>{layer.value}</bdi></a> : <bdi>{layer.value || "unknown"}</bdi>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function AsTable({ record, slices }: { record: PageRecord; slices: Slices }) {
  const [isOpen, open] = useState(false);
  if (record.layers.length === 0) return null;
  return (
    <details class="page-table" open={isOpen} onToggle={(event) => open(event.currentTarget.open)}>
      <summary>All that was read in it, as a table</summary>
      {isOpen && (
        <div class="rows-box" tabIndex={0} role="region" aria-label="All that was read in the page">
          <table class="rows">
            <caption class="sr">What was read in the page, in the order of its words</caption>
            <thead>
              <tr>
                <th scope="col">Words</th>
                <th scope="col">Read as</th>
                <th scope="col">Made of it</th>
                <th scope="col">Bytes</th>
              </tr>
            </thead>
            <tbody>
              {[...record.layers].sort((a, b) => a.start - b.start).map((layer, at) => (
                <tr key={at}>
                  <th scope="row"><bdi dir="auto">{slices.cut(layer)}</bdi></th>
                  <td>{LAYERS[layer.layer].one}</td>
                  <td>{layer.event ? <a href={href("events", layer.event)}>{layer.value}</a> : <bdi>{layer.value}</bdi>}</td>
                  <td class="number">{layer.start}–{layer.end}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
