/** Everything on the map as a table: for the keyboard, for those who hear the page, and for exact numbers. */
import { useState } from "preact/hooks";
import type { Area } from "../api";
import { PRECISION } from "../parts/marks";
import { country, number } from "../parts/words";
import { STATUS, type Held } from "../places/control";
import { areaId, type Dot } from "./dots";
import { km } from "./here";

/** So many rows at first; a table of thousands is slow to walk through. */
const FIRST = 100;

interface Props {
  dots: Dot[];
  areas: Area[];
  held: Held[];
  onDot: (id: string) => void;
  onArea: (id: string) => void;
  onFlag: (place: string) => void;
}

export function SpotTable({ dots, areas, held, onDot, onArea, onFlag }: Props) {
  const [isWhole, showAll] = useState(false);
  const [isOpen, open] = useState(false);
  const shown = isWhole ? dots : dots.slice(0, FIRST);
  return (
    <details class="map-table" onToggle={(event) => open(event.currentTarget.open)}>
      <summary>
        The map as a table: {number(dots.length)} {dots.length === 1 ? "place" : "places"}
        {areas.length > 0 && <>, {areas.length === 1 ? "1 province or country" : `${number(areas.length)} provinces and countries`}</>}
      </summary>
      {isOpen && (
        <div class="rows-box" tabindex={0} role="region" aria-label="The map as a table">
          <table class="rows">
            <caption class="sr">Places on the map with their events</caption>
            <thead>
              <tr>
                <th scope="col">Place</th>
                <th scope="col">Country</th>
                <th scope="col">Known as</th>
                <th scope="col" class="number">
                  Within km
                </th>
                <th scope="col" class="number">
                  Events
                </th>
                <th scope="col" class="number">
                  Killed
                </th>
              </tr>
            </thead>
            <tbody>
              {areas.map((area) => (
                <tr key={areaId(area)}>
                  <th scope="row">
                    <button type="button" class="map-link" onClick={() => onArea(areaId(area))}>
                      <bdi>{area.name}</bdi>
                    </button>
                  </th>
                  <td>{country(area.country)}</td>
                  <td>{PRECISION[area.level]}</td>
                  <td />
                  <td class="number">{number(area.events)}</td>
                  <td class="number">{area.killed > 0 && number(area.killed)}</td>
                </tr>
              ))}
              {shown.map((dot) => (
                <tr key={dot.id}>
                  <th scope="row">
                    <button type="button" class="map-link" onClick={() => onDot(dot.id)}>
                      <bdi>{dot.place}</bdi>
                    </button>
                  </th>
                  <td>{country(dot.country)}</td>
                  <td>{PRECISION[dot.precision]}</td>
                  <td class="number">{[...dot.radii_km].reverse().map(km).join(", ")}</td>
                  <td class="number">{number(dot.events)}</td>
                  <td class="number">{dot.killed > 0 && number(dot.killed)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {shown.length < dots.length && (
            <button type="button" class="button" onClick={() => showAll(true)}>
              All {number(dots.length)} places
            </button>
          )}
          {held.length > 0 && (
            <ul class="map-held" aria-label="Who held what on this day">
              {held.map(({ place, holders }) => (
                <li key={place}>
                  <button type="button" class="map-link" onClick={() => onFlag(place)}>
                    <bdi>{place}</bdi>
                  </button>
                  : {holders.map(({ holder, status }) => `${holder} (${STATUS[status]})`).join(", ")}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </details>
  );
}
