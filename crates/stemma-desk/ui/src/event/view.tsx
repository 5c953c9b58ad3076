/** An event: what is said to have happened, who said it first, who repeats it, what each page says in each field, and what people say of it. */
import { useMemo } from "preact/hooks";
import { changed, go, href } from "../address";
import type { Claim, EventRecord, EventRow, Party, Quote } from "../api";
import type { View } from "../app";
import { useKeys } from "../keys";
import { Capsules } from "../parts/capsules";
import { Contradictions } from "../parts/contradictions";
import { MarkedBy } from "../parts/marked";
import { CHECKED, CheckedMark, DisagreeMark, GRADE, GradeMark, PlaceMark, PRECISION, ToldMark } from "../parts/marks";
import { Cited, Head, Known, known, PageLink, Section, useNames, Words } from "../parts/record";
import { compared } from "../parts/relation";
import { written } from "../parts/spans";
import { Failed, Loading } from "../parts/states";
import { useTitle } from "../parts/title";
import { walk } from "../parts/walk";
import { days, where } from "../parts/words";
import { Quoted } from "../review/quoted";
import { useAnswer } from "../server";
import { Figures, policyOf } from "./figures";
import { Judged, Judging } from "./judged";
import { Matrix } from "./matrix";
import { Mend } from "./mend";
import { Told } from "./who";
import "./view.css";

export default function EventView({ address }: View) {
  const { data, error } = useAnswer<EventRecord>(`/events/${encodeURIComponent(address.id ?? "")}.json`);
  useTitle(data?.sentence);
  if (error) return <Failed error={error} title="Event"><a href={href("events")}>All events</a></Failed>;
  if (!data) return <Loading what="the event" />;
  return <Shown record={data} address={address} />;
}

const RANKS: Record<EventRecord["rank"], string> = { happening: "Event", words: "Event of words alone", rejected: "No event" };

/** The first page of an event at its words, and its first copy beside its source. */
function ways(record: EventRecord): { mention: Quote | undefined; page: string | null; compare: string | null } {
  const first = record.who.roots[0]?.page.id;
  const mention = record.event.mentions.find(({ doc }) => doc === first) ?? record.event.mentions[0];
  const copy = record.who.roots.find((root) => root.copies.length > 0)?.copies[0];
  return {
    mention,
    page: mention ? href("pages", mention.doc, { at: written(mention) }) : first ? href("pages", first) : null,
    compare: copy ? compared({ parent: copy.parent, child: copy.page.id }) : null,
  };
}

function Shown({ record, address }: { record: EventRecord } & View) {
  const { event, row } = record;
  const pages = useMemo(() => known(record.pages), [record.pages]);
  const { mention, page, compare } = ways(record);
  const map = href("events", null, { view: "map", sel: event.id, told: "any", ...(event.story ? { story: event.story } : {}) });
  const step = (by: 1 | -1) => () => void walk(document.querySelector(".event-matrix"), "tbody th[scope=row] a", by);
  useKeys([
    { key: "j", does: "next page that tells it", run: step(1) },
    { key: "k", does: "page before", run: step(-1) },
    { key: "o", does: "open its first page", run: () => page && go(page) },
    { key: "c", does: "compare the first copy with its source", run: () => compare && go(compare) },
    { key: "m", does: "on the map", run: () => go(map) },
  ]);
  const policy = policyOf(address.query.get("policy"));
  return (
    <Known.Provider value={pages}>
      {record.rank === "rejected" && <p class="event-banner event-banner-bad">A person says that this is no event. It is kept with what was said, and counted nowhere.</p>}
      {record.rank === "words" && <p class="event-banner">An act of words: it is listed with its story, but counts as no happening and judges nothing.</p>}
      <Head kind={RANKS[record.rank]} title={record.sentence} id={event.id} path={`/events/${encodeURIComponent(event.id)}`}>
        <MarkedBy marks={record.marks} kinds={row.marks} withPage />
        {mention && <Quoted record={record} quote={mention} />}
        <p class="event-told-by">
          <bdi dir="auto">{record.told_by}</bdi>
        </p>
        <Capsules capsules={record.capsules} />
        <Facts record={record} address={address} />
        <p class="record-facts">
          {page && <a href={page}>Open its first page</a>}
          {compare && <a href={compare}>Compare a copy with its source</a>}
          {event.story && <a href={href("stories", event.story)}>Family tree of its story</a>}
          {row.lat !== null && <a href={map}>On the map</a>}
        </p>
      </Head>
      <Judging record={record} address={address} />
      <div class="event-columns">
        <Section title="Who told it">
          {record.who.roots.length === 0 ? <p class="record-note">No page that tells it is kept any more.</p> : <Told who={record.who} />}
        </Section>
        <Figures record={record} address={address} policy={policy} to={(next) => href("events", event.id, changed(address.query, { policy: next === "best" ? null : next }))} />
      </div>
      {record.matrix.rows.length > 0 && (
        <Section title="What each source says">
          <Matrix record={record} />
        </Section>
      )}
      {record.contradictions.length > 0 && (
        <Section title="Where they disagree" count={record.contradictions.length}>
          <Contradictions rows={record.contradictions} />
        </Section>
      )}
      {event.corrections.length > 0 && (
        <Section title="Corrected by its own sources" count={event.corrections.length}>
          {event.corrections.map((correction, at) => (
            <Cited key={at} quote={correction}>
              {correction.kind === "retracts" ? ", takes it back" : ", corrects it"}
            </Cited>
          ))}
        </Section>
      )}
      {record.claims.length > 0 && (
        <Section title="Who is quoted" count={record.claims.length}>
          <Claims rows={record.claims} />
        </Section>
      )}
      <Judged record={record} address={address} />
      <Reasons record={record} />
    </Known.Provider>
  );
}

function Facts({ record, address }: { record: EventRecord } & View) {
  const { event, row } = record;
  const mend = (field: string, what: string) => <Mend address={address} field={field} what={what} />;
  return (
    <dl class="event-facts">
      <Fact name="When" mend={mend("day", "when it was")}>
        <b>{days(row.from, row.to) || "day unknown"}</b>
        {event.time?.precision === "inferred" && " worked out from the days of its pages"}
      </Fact>
      <Fact name="Where" mend={mend("place", "where it was")}>
        <PlaceMark row={row} />{" "}
        <b>
          {row.place ? (
            <a href={href("events", null, { place: row.place })}>
              <bdi dir="auto">{where(row)}</bdi>
            </a>
          ) : (
            <bdi dir="auto">{where(row)}</bdi>
          )}
        </b>{" "}
        {PRECISION[row.precision]}
        {row.lat !== null && row.radius_km !== null && `, within ${row.radius_km} km`}
      </Fact>
      <Fact name="What" mend={mend("kind", "what it was")}>
        <b>{row.kind.replaceAll("-", " ")}</b> {[row.acled, row.acled_sub].filter(Boolean).join(": ")}
      </Fact>
      <Fact name="Told as" mend={mend("told", "as what it is told")}>
        <ToldMark told={row.told} isAlways /> {event.grain === "summary" && "sums several happenings up"}
      </Fact>
      <Parties name="Who" parties={event.actors} mend={mend("actor", "who did it")} />
      <Parties name="To whom" parties={event.recipients} mend={mend("recipient", "to whom")} />
      <Fact name="Grade">
        <GradeMark grade={row.grade} /> {GRADE[row.grade]}
      </Fact>
      <Sure row={row} />
    </dl>
  );
}

function Parties({ name, parties, mend }: { name: string; parties: Party[]; mend: preact.ComponentChildren }) {
  return (
    <Fact name={name} mend={mend}>
      {parties.length === 0 ? (
        "not known"
      ) : (
        <b>
          <bdi dir="auto">{parties.map((party) => party.name).join("; ")}</bdi>
        </b>
      )}
    </Fact>
  );
}

function Fact({ name, mend, children }: { name: string; mend?: preact.ComponentChildren; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>
        {name} {mend}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function Sure({ row }: { row: EventRow }) {
  return (
    <>
      {row.confidence !== null && (
        <Fact name="Confidence">
          <span title="How sure the program is of the event as a whole">{row.confidence.toFixed(2)}</span>
        </Fact>
      )}
      {(row.disagreements > 0 || row.checked) && (
        <Fact name="Marks">
          <DisagreeMark count={row.disagreements} /> {row.disagreements > 0 && "sources disagree"} <CheckedMark checked={row.checked} /> {row.checked && CHECKED[row.checked]}
        </Fact>
      )}
    </>
  );
}

/** Each with the way of its words: who said it, who passed it on, which page tells it. */
function Claims({ rows }: { rows: Claim[] }) {
  return (
    <ul class="event-claims">
      {rows.map((claim) => (
        <li key={claim.id}>
          <p class="event-chain">
            {(claim.chain.length > 0 ? claim.chain : [claim.source]).map((name, at) => (
              <>
                {at > 0 && <span aria-label="passed on by"> → </span>}
                <bdi dir="auto">{name}</bdi>
              </>
            ))}
            <span aria-label="told by"> → </span>
            <PageLink id={claim.doc} withDay />
          </p>
          <Words quote={claim.content} />
        </li>
      ))}
    </ul>
  );
}

/** Why the program says so: the grade, the origins, and why these words are one event. */
function Reasons({ record }: { record: EventRecord }) {
  const { event } = record;
  const inNames = useNames();
  const lines = [event.grade.trace, event.grade.airwars_trace, event.origins.reason && `origins: ${event.origins.reason}`, ...event.reasons.map((reason) => `one event: ${reason}`)].filter(Boolean) as string[];
  if (lines.length === 0 && event.links.length === 0) return null;
  return (
    <details class="event-reasons">
      <summary>Why the program says so</summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <bdi dir="auto">{inNames(line)}</bdi>
          </li>
        ))}
        {event.links.map((link) => (
          <li key={`${link.event} ${link.relation}`}>
            {link.relation.replaceAll("_", " ")} <a href={href("events", link.event)}>{link.event}</a>: {inNames(link.reason)}
          </li>
        ))}
      </ul>
    </details>
  );
}
