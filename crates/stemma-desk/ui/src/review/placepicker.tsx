/**
 * Where it was: a name of the gazetteer, chosen from the places that are called so; or a point, clicked on the map or written as numbers,
 * with a name of one's own. Goes out as `stemma fix` takes it: `geonames:379252`, `13.63,25.35`, `Zamzam camp @ 13.49,25.31`.
 */
import { useEffect, useState } from "preact/hooks";
import type { EventRecord, GazetteerPlace, Nearest } from "../api";
import { where } from "../parts/words";
import { useAnswer } from "../server";
import { placeName, placeTaken, pointRead, pointWritten, type PlaceDraft } from "./changes";
import { Combobox, type Option } from "./combobox";
import { PointMap, type Pin } from "./pointmap";
import { Readings } from "./read";

/** After so long without another letter the places are asked for. */
const PAUSE_MS = 150;
/** The first letters of a name are those of thousands. */
const LEAST_LETTERS = 2;

function useLater(words: string): string {
  const [later, set] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => set(words), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return later;
}

/** "Mandalay, Mandalay Region, Myanmar" as its parts that are not said twice. */
function inWords({ name, admin1, country }: GazetteerPlace): string {
  return where({ place: name, admin1, country });
}

/** The places that pages name, at their points: what the event may mean. */
export function toldPlaces({ matrix, event }: Pick<EventRecord, "matrix" | "event">): Pin[] {
  const column = matrix.fields.indexOf("place");
  const pins = new Map<string, Pin>();
  for (const row of matrix.rows) {
    const cell = row.cells[column];
    if (!cell?.point) continue;
    const { lat, lon } = cell.point;
    // What stands there has a pin of its own.
    if (event.place?.lat === lat && event.place.lon === lon) continue;
    pins.set(`${lat} ${lon}`, { lat, lon, label: placeName(cell.value), tone: "told", told: cell });
  }
  return [...pins.values()];
}

interface Props {
  /** The event, with what was read and what each page says. */
  record: EventRecord;
  value: PlaceDraft;
  onValue: (value: PlaceDraft) => void;
}

export function PlacePicker({ record, value, onValue }: Props) {
  const { place } = record.event;
  const { words = "", called = "", at = null } = value;
  const leave = () => onValue({ written: "", label: "" });
  const typed = pointRead(words);
  const asked = useLater(words).trim();
  const isAsking = asked.length >= LEAST_LETTERS && !pointRead(asked) && words !== value.label;
  const { data, error, isLoading } = useAnswer<Nearest>(isAsking ? `/places/nearest.json?q=${encodeURIComponent(asked)}` : null);
  const places = isAsking ? (data?.places ?? []) : [];
  const options: Option[] = typed
    ? [{ id: "point", label: `The point ${typed.lat}, ${typed.lon}` }]
    : places.map((found) => ({
        id: `geonames-${found.geonames}`,
        label: found.name,
        detail: inWords(found).slice(found.name.length).replace(/^, /, ""),
      }));
  const pin = (point: { lat: number; lon: number }, name: string) => {
    const written = pointWritten(name, point.lat, point.lon);
    onValue({ written, label: written, words: written, called: name, at: point });
  };
  const take = (chosen: GazetteerPlace) => {
    const label = inWords(chosen);
    onValue({ written: `geonames:${chosen.geonames}`, label, words: label, at: { lat: chosen.lat, lon: chosen.lon } });
  };
  const choose = (option: Option) => {
    if (typed) return pin(typed, called);
    const chosen = places.find(({ geonames }) => option.id === `geonames-${geonames}`);
    if (chosen) take(chosen);
  };
  const isPoint = value.written !== "" && !value.written.startsWith("geonames:") && value.written !== "unknown";
  const pins: Pin[] = toldPlaces(record);
  if (place?.lat != null && place.lon != null) {
    pins.push({ lat: place.lat, lon: place.lon, label: place.name, tone: "read", radius_km: place.radius_km });
  }
  if (at) pins.push({ ...at, label: isPoint ? called : value.label.split(",")[0] || "", tone: "said" });
  return (
    <div class="fixform-place">
      <div>
        <Combobox
          label="Place"
          words={words}
          onWords={(said) => {
            const point = pointRead(said);
            // A point counts as soon as it is whole, wherever the next key or click goes.
            if (point) onValue({ written: pointWritten(called, point.lat, point.lon), label: said, words: said, called, at: point });
            else onValue({ written: "", label: "", words: said, called });
          }}
          options={options}
          onChoose={choose}
          placeholder={place ? place.name : "no place is known"}
          none={error ? error.message : isLoading || asked !== words.trim() ? "Asking …" : "No place of this name. Click on the map, or write its point: 13.63, 25.35"}
          help="A name, or a point as 13.63, 25.35; or click on the map: a town or the place of a page for itself"
        />
        {isPoint && at && (
          <label class="fixform-called">
            What the point is called
            <input
              class="field"
              dir="auto"
              value={called}
              placeholder={place?.name ?? ""}
              onInput={(event) => pin(at, event.currentTarget.value)}
            />
          </label>
        )}
        <p class="fixform-said">
          {value.written ? (
            <>
              Will say <b dir="auto">{value.label}</b>{" "}
              <button type="button" class="button" onClick={leave}>
                Leave it as it is
              </button>
            </>
          ) : (
            place && (
              <button type="button" class="button" onClick={() => onValue({ written: "unknown", label: "not known" })}>
                Its place is not known
              </button>
            )
          )}
        </p>
        <Readings record={record} field="place" onTake={(reading) => onValue(placeTaken(reading))} />
      </div>
      <PointMap
        label={place ? `Map around ${place.name}; a click says another point` : "Map of the world; a click says the point"}
        pins={pins}
        height={230}
        isNamed
        // What stands there already is no change.
        onPin={({ told }) => (told ? onValue(placeTaken(told)) : leave())}
        onPick={(point, town) => (town ? take(town) : pin(point, called))}
      />
    </div>
  );
}
