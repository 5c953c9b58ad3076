/**
 * Sources: outlets with what they told first and what they copied, how they copied it, and the letter that a person gave them. All numbers
 * are of the pages in this store alone.
 */
import { Fragment } from "preact";
import { useRef, useState } from "preact/hooks";
import { changed, go, href } from "../address";
import type { SourceRow, Sources } from "../api";
import type { View } from "../app";
import { Field } from "../parts/fields";
import { listOf } from "../parts/lists";
import { SortHead } from "../parts/sort";
import { Empty, Failed, Loading } from "../parts/states";
import { useTitle } from "../parts/title";
import { number } from "../parts/words";
import { useAnswer } from "../server";
import { LetterForm } from "./letter";
import { LETTERS, ordered, originals, share, USUAL, type Letter } from "./order";
import "../parts/lists.css";
import "./sources.css";

const COLUMNS: [sort: string, words: string, isNumber: boolean][] = [
  ["outlet", "Outlet", false],
  ["pages", "Pages", true],
  ["originals", "Originals", true],
  ["copies", "Copies", true],
  ["copied", "Copied by others", true],
  ["credited", "Credit given", true],
  ["altered", "Facts changed in copying", true],
  ["delay", "Median delay", true],
  ["events", "Events", true],
  ["reliability", "Reliability", false],
];

/** As many as the server sends at once. */
const MOST = 1000;

export default function SourcesView({ address: { query } }: View) {
  // Outlets are few, so all of them come at once and are put in order here.
  const asked = changed(query, { sort: null, reverse: null });
  const { data, error, isLoading } = useAnswer<Sources>(listOf("sources", asked, "json", { limit: `${MOST}` }));
  const [rated, rate] = useState<string | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const done = () => {
    rate(null);
    opener.current?.focus();
  };
  const title = data ? `${number(data.total)} of ${number(data.all)} ${data.all === 1 ? "outlet" : "outlets"}` : "Outlets";
  useTitle(data && title);
  const rows = data ? ordered(data.rows, query.get("sort") ?? USUAL, query.has("reverse")) : [];
  const most = Math.max(1, ...rows.map(({ pages }) => pages));
  return (
    <div class="sources" aria-busy={isLoading}>
      <header>
        <div class="list-title">
          <h1 aria-live="polite">{title}</h1>
          <span class="list-files">
            {["csv", "json"].map((kind) => (
              <a key={kind} href={listOf("sources", asked, kind)} title={`These outlets as ${kind}`} download={`sources.${kind}`}>
                {kind}
              </a>
            ))}
          </span>
        </div>
        <div class="list-fields" role="group" aria-label="Conditions">
          <Field label="Name" value={query.get("q") ?? ""} set={(value) => go(href("sources", null, changed(query, { q: value })), { replace: true })} width="16rem" />
        </div>
      </header>
      {error && !data ? (
        <Failed error={error}>
          <a href={href("sources")}>Ask for all outlets</a>
        </Failed>
      ) : !data ? (
        <Loading what="outlets" />
      ) : rows.length === 0 ? (
        <Empty what={data.all === 0 ? "There are no pages yet." : "No outlet is called so."}>
          {data.all === 0 ? <a href={href("intake")}>Add pages</a> : <a href={href("sources")}>All outlets</a>}
        </Empty>
      ) : (
        <>
          <p class="sources-note">
            Counted in the pages of this store whose outlet is known. A copy very likely has words from a page of another outlet, or from a source that nobody collected; a fact changed in copying is a number, a day, a name
            or the like that says something else than before. An original is a page with no words that are known to be from elsewhere; whom it heard it from stays unknown. Shares of fewer than ten are
            not given in per cent.
            {rows.length < data.total && ` Only ${number(rows.length)} of them are put in order here; the csv has all.`}
          </p>
          <div class="rows-box">
            <table class="rows sources-table">
              <caption class="sr">Outlets with their originals and copies</caption>
              <thead>
                <tr>
                  {COLUMNS.map(([sort, words, isNumber]) => (
                    <SortHead key={sort} view="sources" query={query} sort={sort} words={words} isNumber={isNumber} usual={USUAL} />
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Fragment key={row.outlet}>
                    <OutletRow
                      row={row}
                      most={most}
                      isRated={rated === row.outlet}
                      onRate={(button) => {
                        opener.current = button;
                        rate(rated === row.outlet ? null : row.outlet);
                      }}
                    />
                    {rated === row.outlet && (
                      <tr class="sources-form">
                        <td colSpan={COLUMNS.length}>
                          <LetterForm outlet={row.outlet} letter={row.reliability} onDone={done} />
                        </td>
                      </tr>
                    )}
                  </Fragment>
                ))}
              </tbody>
            </table>
          </div>
          <section class="sources-letters" aria-label="What the letters mean">
            <h2>Letters of reliability</h2>
            <p>The letter of the Admiralty code is a person's judgement of an outlet. Nothing here is computed from it, and no letter is given by the program.</p>
            <dl>
              {Object.entries(LETTERS).map(([letter, words]) => (
                <div key={letter}>
                  <dt>{letter}</dt> <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        </>
      )}
    </div>
  );
}

function OutletRow({ row, most, isRated, onRate }: { row: SourceRow; most: number; isRated: boolean; onRate: (button: HTMLElement) => void }) {
  const { outlet, pages, copies, copied, credited, altered, delay_days, events, reliability } = row;
  const own = originals(row);
  const none = <span class="list-none">–</span>;
  return (
    <tr>
      <th scope="row">
        <a class="list-name" href={href("pages", null, { outlet })}>
          <bdi>{outlet}</bdi>
        </a>
      </th>
      <td class="number">
        <Bar own={own} copies={copies} most={most} /> {number(pages)}
      </td>
      <td class="number">{number(own)}</td>
      <td class="number">{copies ? number(copies) : none}</td>
      <td class="number">{copied ? number(copied) : none}</td>
      <td class="number">{share(credited, copies) || none}</td>
      <td class="number">{copies ? number(altered) : none}</td>
      <td class="number">{delay_days === null ? none : `${number(Math.round(delay_days * 10) / 10)} ${delay_days === 1 ? "day" : "days"}`}</td>
      <td class="number">{events ? <a href={href("events", null, { outlet, told: "any" })}>{number(events)}</a> : none}</td>
      <td>
        <button
          type="button"
          class="sources-letter"
          aria-expanded={isRated}
          onClick={(event) => onRate(event.currentTarget)}
          title={reliability ? (LETTERS[reliability as Letter] ?? reliability) : "Nobody judged it yet"}
          aria-label={reliability ? `${reliability}, ${LETTERS[reliability as Letter] ?? ""}: reliability of ${outlet}; change` : `give one: reliability of ${outlet}`}
        >
          {reliability ?? "give one"}
        </button>
      </td>
    </tr>
  );
}

const BAR_PX = 72;

/** Dark is first-hand, light is a copy; the numbers stand beside it. */
function Bar({ own, copies, most }: { own: number; copies: number; most: number }) {
  const scale = BAR_PX / most;
  return (
    <svg class="sources-bar" width={BAR_PX} height="10" aria-hidden="true">
      <rect class="sources-own" width={own * scale} height="10" />
      <rect class="sources-copies" x={own * scale} width={copies * scale} height="10" />
    </svg>
  );
}
