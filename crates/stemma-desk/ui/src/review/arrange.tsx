/** Which words tell one event: two events of a story that are one, and one that is two. Goes out as `merge=e-…` and `split=PAGE;PAGE`. */
import { useState } from "preact/hooks";
import { href } from "../address";
import type { EventRecord, Events } from "../api";
import { days } from "../parts/words";
import { useAnswer } from "../server";
import { Combobox, type Option } from "./combobox";

interface Props {
  record: EventRecord;
  /** The change as it is written; empty where nothing is said. */
  value: string;
  onValue: (value: string) => void;
}

/** More events than a story has that a person can look through. */
const MOST = 300;

/** Another event of the same story; events of two stories are never one. */
export function Merge({ record, value, onValue }: Props) {
  const [words, write] = useState("");
  const { event } = record;
  const query = new URLSearchParams({ story: event.story ?? "", told: "any", limit: `${MOST}` });
  const { data, error } = useAnswer<Events>(event.story ? `/events.json?${query}` : null);
  const others = (data?.rows ?? []).filter((row) => row.id !== event.id);
  const sought = words.toLowerCase().split(/\s+/).filter(Boolean);
  const options: Option[] = others
    .filter((row) => value || sought.every((word) => `${row.summary} ${row.id}`.toLowerCase().includes(word)))
    .map((row) => ({ id: row.id, label: row.summary, detail: `${days(row.from, row.to)} · ${row.articles} articles · ${row.id}` }));
  const into = value.replace("merge=", "");
  return (
    <fieldset class="fixform-part">
      <legend>It is one with another event</legend>
      {others.length === 0 && data ? (
        <p class="fixform-help">Its story tells no other event. Events of one story alone can be put together.</p>
      ) : (
        <Combobox
          label="The other event, of the same story"
          words={words}
          onWords={(said) => {
            write(said);
            if (value) onValue("");
          }}
          options={options}
          onChoose={(option) => {
            write(option.label);
            onValue(`merge=${option.id}`);
          }}
          placeholder="words of it, or its id"
          none={error ? error.message : "The story tells no event with these words"}
        />
      )}
      {value && (
        <p class="fixform-said">
          Will say <code>{value}</code>{" "}
          <a href={href("events", into)} target="_blank">
            Look at it
          </a>{" "}
          <button type="button" class="button" onClick={() => (onValue(""), write(""))}>
            Leave them apart
          </button>
        </p>
      )}
    </fieldset>
  );
}

/** The pages whose words tell another happening: some of them, and never all. */
export function Split({ record, value, onValue }: Props) {
  const { event, pages } = record;
  const told = [...new Set(event.mentions.map((mention) => mention.doc))];
  const chosen = new Set(value.replace("split=", "").split(";").filter(Boolean));
  if (told.length < 2) return null;
  const toggle = (doc: string) => {
    if (!chosen.delete(doc)) chosen.add(doc);
    onValue(chosen.size ? `split=${told.filter((page) => chosen.has(page)).join(";")}` : "");
  };
  return (
    <fieldset class="fixform-part">
      <legend>It is two: these pages tell another happening</legend>
      <ul class="fixform-pages">
        {told.map((doc) => {
          const page = pages.find(({ id }) => id === doc);
          const isLast = !chosen.has(doc) && chosen.size === told.length - 1;
          return (
            <li key={doc}>
              <label>
                <input type="checkbox" checked={chosen.has(doc)} disabled={isLast} onChange={() => toggle(doc)} />{" "}
                <bdi>{page?.outlet ?? page?.title ?? doc}</bdi> <span class="fixform-help">{days(page?.from ?? null, page?.to ?? null)}</span>
                {event.mentions
                  .filter((mention) => mention.doc === doc)
                  .map((mention) => (
                    <q key={mention.start} dir="auto">
                      {mention.quote}
                    </q>
                  ))}
              </label>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
