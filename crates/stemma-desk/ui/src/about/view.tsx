/**
 * What this is and is not: how it can be wrong and how often, what its marks mean, what the store holds and what of it is damaged, whose data
 * it carries.
 */
import type { ComponentChildren } from "preact";
import { href } from "../address";
import type { About, Precision, Told } from "../api";
import { keys } from "../keys";
import { Origins } from "../parts/capsules";
import { CheckedMark, DisagreeMark, GRADE, GradeMark, PlaceMark, PRECISION, ToldMark } from "../parts/marks";
import { Section } from "../parts/record";
import { Failed, Loading } from "../parts/states";
import { number } from "../parts/words";
import { useAnswer } from "../server";
import { FIGURES, MEASURED_ON, READ_WHOLE } from "./measured";
import "./about.css";

export default function AboutView() {
  const { data, error } = useAnswer<About>("/about.json");
  if (error && !data) return <Failed error={error} title="About" />;
  if (!data) return <Loading what="what the store holds" />;
  const caution = data.caution.charAt(0).toUpperCase() + data.caution.slice(1);
  return (
    <div class="about">
      <h1>About</h1>
      <p class="about-lead">Stemma reads scraped news of a conflict and shows what happened, where and when, and who really said it first.</p>
      <p class="about-caution" role="note">
        <b>{caution}.</b> Do not present a count of articles as a count of sources, and do not act against anybody on the strength of a machine’s reading.
      </p>
      {data.left_out.length > 0 && (
        <Section title="Damaged, and left out" count={data.left_out.length}>
          <p>
            What is shown is the rest. <code>stemma verify</code> reads all of the store again; a backup may hold what is missing.
          </p>
          <ul class="about-damage">
            {data.left_out.map((line, at) => (
              <li key={at}>{line}</li>
            ))}
          </ul>
        </Section>
      )}
      <Store about={data} />
      <Section title="How it comes about">
        <ol class="about-steps">
          <Step name="Article">Of each page the article is kept; menus, advertisements and teasers are cut, and stay visible on the page as cut.</Step>
          <Step name="Reading">A learnt reader marks words that tell something that happens, who did it to whom, where, when and how many; rules resolve names, places and days. English alone.</Step>
          <Step name="Copies">Passages that two pages share make a family tree: who has words from whom, how probably, and what was changed on the way.</Step>
          <Step name="Events">What several pages tell of one happening is put together. Pages that go back to one text or one spokesman are one origin, however many they are.</Step>
          <Step name="Doubt">What sources contradict each other in, what only one of them says, and who denies it is kept beside the event, and never averaged away.</Step>
          <Step name="People">What a person corrects stands in the place of what was read, signed and with a reason; what was read stays beside it.</Step>
        </ol>
      </Section>
      <Marks />
      <Errors />
      <Section title="Keys">
        <p>Each view has its own beside these; <kbd>?</kbd> lists them.</p>
        <ul class="about-keys">
          {keys().map(({ key, does }) => (
            <li key={key}>
              <kbd>{key === "Escape" ? "Esc" : key}</kbd> {does}
            </li>
          ))}
          <li>
            <kbd>j</kbd> <kbd>k</kbd> next, before · <kbd>Enter</kbd> open · <kbd>o</kbd> its page · <kbd>c</kbd> compare · <kbd>m</kbd> <kbd>t</kbd> map, table · <kbd>f</kbd> correct · in the
            review <kbd>y</kbd> right <kbd>n</kbd> no event <kbd>h</kbd> hold <kbd>s</kbd> later <kbd>u</kbd> take back
          </li>
        </ul>
      </Section>
      <Section title="Data of others">
        <p>These lines must stay with results that hold their data.</p>
        <ul class="about-licences">
          {data.licences.map((source) => (
            <li key={source.name}>
              <b>{source.name}</b>, {source.license}: {source.attribution}
            </li>
          ))}
          <li>
            <b>MapLibre GL JS</b>, BSD-3-Clause; <b>Preact</b>, MIT: they draw these pages
          </li>
        </ul>
      </Section>
    </div>
  );
}

function Step({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <li>
      <b>{name}.</b> {children}
    </li>
  );
}

function Store({ about }: { about: About }) {
  const { checked } = about;
  const counts: [string, string, string][] = [
    ["pages", number(about.documents), href("pages")],
    ["stories", number(about.stories), href("stories")],
    ["events, of any telling", number(about.events), href("events", null, { told: "any" })],
    ["told as happened", number(about.happened), href("events")],
    ["of them told by two origins or more", number(about.confirmed), href("events", null, { "origins-min": "2" })],
    ["copies", number(about.copies), href("sources")],
    ["contradictions", number(about.contradictions), href("events")],
    ["checked by a person", `${number(checked.done)} of ${number(checked.of)}`, href("review")],
  ];
  return (
    <Section title="This store">
      <p class="about-store">
        <code>{about.store}</code>, {about.program} {about.version}, lists: {about.lists}
        {about.is_stale && " · some pages are not compared with the others yet"}
      </p>
      <dl class="about-counts">
        {counts.map(([label, value, to]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <a href={to}>{value}</a>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

const PRECISIONS: Precision[] = ["exact", "area", "inferred", "unit", "country", "none"];
const PLACES: Record<Precision, string> = {
  exact: "a spot, known to a few kilometres",
  area: "the text gives only the surroundings, or the place is wider than a town",
  inferred: "taken over from the events told around it",
  unit: "a province or another first-level unit alone: on the map one badge with a number",
  country: "the country alone: on the map one badge with a number",
  none: "nothing that has a point; listed, and never put on the map",
};
const TOLDS: [Told, string][] = [
  ["background", "told in passing, of an earlier time"],
  ["ordered", "somebody ordered it"],
  ["planned", "somebody means to do it"],
  ["possible", "it may happen, or may have"],
  ["denied", "somebody denies it"],
  ["not-happened", "the page says that it did not happen"],
];

function Marks() {
  return (
    <Section title="What the marks mean">
      <dl class="about-marks">
        {PRECISIONS.map((precision) => (
          <Mark key={precision} mark={<PlaceMark row={{ precision, radius_km: null }} />}>
            <b>{PRECISION[precision]}</b>: {PLACES[precision]}
          </Mark>
        ))}
        <Mark mark={<DisagreeMark count={2} />}>sources say different things, with the number of points</Mark>
        <Mark mark={<CheckedMark checked="corrected" />}>a person corrected it; ✓ accepted, ✕ no event, ‖ held, ? read otherwise since</Mark>
        {TOLDS.map(([told, means]) => (
          <Mark key={told} mark={<ToldMark told={told} />}>
            {means}
          </Mark>
        ))}
        {Object.entries(GRADE).map(([grade, means]) => (
          <Mark key={grade} mark={<GradeMark grade={Number(grade)} />}>
            {means} {grade === "1" && "(the number of the Admiralty code; the letter, for the source, is yours to give)"}
          </Mark>
        ))}
        <Mark mark={<Origins articles={4} least={1} most={2} />}>
          a capsule an origin, dashed where it may be one with another; +2: articles that only go back to them
        </Mark>
      </dl>
    </Section>
  );
}

function Mark({ mark, children }: { mark: ComponentChildren; children: ComponentChildren }) {
  return (
    <div>
      <dt>{mark}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Errors() {
  return (
    <Section title="How often it is right">
      <p>
        {READ_WHOLE} Measured on {MEASURED_ON}, on pages at which we looked while writing rules where it does not say otherwise; on other pages it can be less. The confidence of an event
        holds on the whole, and hardly tells right events from wrong ones.
      </p>
      <div class="rows-box" tabIndex={0} role="region" aria-label="Figures">
        <table class="rows about-figures">
          <caption class="sr">How often it is right, question by question</caption>
          <thead>
            <tr>
              <th scope="col">Question</th>
              <th scope="col" class="number">
                Right
              </th>
              <th scope="col">Of</th>
            </tr>
          </thead>
          <tbody>
            {FIGURES.map((figure) => (
              <tr key={figure.asks}>
                <th scope="row">{figure.asks}</th>
                <td class="number">{figure.right}</td>
                <td>
                  {figure.cases}
                  {figure.note && <span class="about-note">; {figure.note}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
