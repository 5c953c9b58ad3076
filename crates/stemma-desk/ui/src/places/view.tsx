/**
 * Places: those of the events, and beside them who held what when. With `place=` in the address it is one place, with its events and the
 * words of which its control is made.
 */
import { changed, href } from "../address";
import type { Controls, Events, PlaceRow, Places } from "../api";
import type { View } from "../app";
import { EventList } from "../parts/eventlist";
import { useRows } from "../parts/listing";
import { listOf, ListView } from "../parts/lists";
import { SortHead } from "../parts/sort";
import { Empty, Failed, Loading } from "../parts/states";
import { useTitle } from "../parts/title";
import { country, days, number } from "../parts/words";
import { useAnswer } from "../server";
import { CONTROLS } from "./control";
import { Lanes, LanesLegend } from "./lanes";
import { SaidOfHolders } from "./said";
import "./places.css";

const SORTS = { events: "Events", place: "Place", country: "Country", day: "Day" };
const FIELDS = ["q", "country", "since", "until"] as const;

/** Places of one name are told apart by where they lie. */
function idOf({ place, admin1, country, lat, lon }: PlaceRow): string {
  return [place, admin1, country, lat, lon].join(";");
}

export default function PlacesView({ address: { query } }: View) {
  const chosen = query.get("place");
  // Which place is looked at is no condition of the list beside it.
  const asked = changed(query, { place: null });
  const list = useRows<Places>(listOf("places", asked));
  const toPlace = (row: PlaceRow) => href("places", null, changed(query, { place: row.place, sel: idOf(row) }));
  return (
    <div class={chosen ? "places places-one" : "places"}>
      <div class="places-list" aria-busy={list.isLoading}>
        <ListView
          view="places"
          noun={["place", "places"]}
          query={asked}
          list={list}
          fields={FIELDS}
          sorts={SORTS}
          usual="events"
          isWhole={false}
          caption="Places with events"
          heads={
            <>
              <SortHead view="places" query={query} sort="place" words="Place" usual="events" />
              <SortHead view="places" query={query} sort="events" words="Events" isNumber usual="events" />
              <SortHead view="places" query={query} sort="day" words="Days" usual="events" />
            </>
          }
          id={idOf}
          to={toPlace}
          row={(row, isSelected) => (
            <tr key={idOf(row)} data-selected={isSelected || (row.place === chosen && !query.has("sel"))}>
              <th scope="row">
                <a class="list-name" href={toPlace(row)} aria-current={row.place === chosen ? "true" : undefined}>
                  <bdi>{row.place}</bdi>
                </a>{" "}
                <span class="places-in">
                  <bdi>{[row.admin1, country(row.country)].filter((name) => name && name !== row.place).join(", ")}</bdi>
                </span>
                {row.lat === null && <span class="places-in"> (no point known)</span>}
              </th>
              <td class="number">{number(row.events)}</td>
              <td>{days(row.from, row.to)}</td>
            </tr>
          )}
        />
      </div>
      {chosen ? <OnePlace name={chosen} back={href("places", null, asked)} /> : <AllControl />}
    </div>
  );
}

function AllControl() {
  const { data, error } = useAnswer<Controls>(CONTROLS);
  return (
    <section class="places-beside" aria-label="Who held what">
      <h2>Who held what</h2>
      {error ? (
        <Failed error={error} />
      ) : !data ? (
        <Loading what="control of places" />
      ) : data.rows.length === 0 ? (
        <Empty what="No page says who holds a place." />
      ) : (
        <>
          <p class="places-note">
            From cited words alone; each bar leads to them. Beyond a broken line nothing is known. <a href={href("events", null, { view: "map" })}>On the map</a> a slider shows one
            day.
          </p>
          {data.total > data.rows.length && (
            <p class="places-note">
              Only {number(data.rows.length)} of {number(data.total)} statements are drawn; choose a place to see all of its own.
            </p>
          )}
          <LanesLegend />
          <Lanes rows={data.rows} isLinked />
        </>
      )}
    </section>
  );
}

const FIRST = 50;

function OnePlace({ name, back }: { name: string; back: string }) {
  const asked = new URLSearchParams({ place: name, limit: "1000" });
  const { data: control, error: noControl } = useAnswer<Controls>(`/places/control.json?${asked}`);
  const { data: events, error } = useAnswer<Events>(`/events.json?${new URLSearchParams({ place: name, told: "happened", limit: `${FIRST}` })}`);
  useTitle(name);
  return (
    <section class="places-beside" aria-label={name}>
      <header class="places-name">
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <a class="button" href={back} aria-label="Close the place" title="All places">
          ✕
        </a>
      </header>
      <h3>Control over time</h3>
      {noControl ? (
        <Failed error={noControl} />
      ) : !control ? (
        <Loading what="control of the place" />
      ) : control.rows.length === 0 ? (
        <p class="places-note">No page says who holds it.</p>
      ) : (
        <>
          <Lanes rows={control.rows} />
          <LanesLegend />
          <details class="places-words" open>
            <summary>The words</summary>
            <SaidOfHolders said={control.rows} />
          </details>
        </>
      )}
      <h3>Events</h3>
      {error ? (
        <Failed error={error} />
      ) : !events ? (
        <Loading what="its events" />
      ) : events.rows.length === 0 ? (
        <p class="places-note">
          Nothing is told to have happened here. <a href={href("events", null, { place: name, told: "any" })}>However it is told</a>
        </p>
      ) : (
        <>
          <p class="places-note">
            {number(events.total)} told as happened: <a href={href("events", null, { place: name })}>table</a>, <a href={href("events", null, { place: name, view: "map" })}>map</a>,{" "}
            <a href={href("events", null, { place: name, view: "timeline" })}>timeline</a>
          </p>
          <EventList rows={events.rows} label={`Events in ${name}`} />
          {events.total > events.rows.length && <a href={href("events", null, { place: name })}>All {number(events.total)} events</a>}
        </>
      )}
    </section>
  );
}
