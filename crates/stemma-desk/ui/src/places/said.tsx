/** What cited words say of who holds a place: each with its days, and a link to where it stands on the page. */
import { href } from "../address";
import type { Control, Quote } from "../api";
import { day, days } from "../parts/words";
import { byTime, STATUS } from "./control";
import "./said.css";

export function SaidOfHolders({ said }: { said: Control[] }) {
  return (
    <ul class="said">
      {[...said].sort(byTime).map((one, at) => (
        <li key={at}>
          <p>
            <strong>
              <bdi>{one.holder}</bdi>
            </strong>{" "}
            <span class={`said-status said-${one.status}`}>{STATUS[one.status]}</span> {when(one)}
          </p>
          {one.mentions.map((mention) => (
            <Cited key={`${mention.doc} ${mention.start}`} quote={mention} />
          ))}
        </li>
      ))}
    </ul>
  );
}

/** "since 11 Jan 2025, as told on 12 Jan 2025": what is not known is not said. */
export function when({ status, from, to, as_of }: Control): string {
  const parts = [
    from && to && status !== "lost" ? days(from, to) : null,
    from && !to ? `${status === "lost" ? "on" : "since"} ${day(from)}` : null,
    !from && to ? `until ${day(to)}` : null,
    as_of ? `${from || to ? "told" : "as of"} ${day(as_of)}` : null,
  ];
  return parts.filter(Boolean).join(", ") || "day unknown";
}

export function Cited({ quote: { doc, start, end, quote } }: { quote: Quote }) {
  return (
    <blockquote class="said-words">
      <a href={href("pages", doc, { at: `${start}-${end}` })}>
        <bdi dir="auto">“{quote}”</bdi>
      </a>
    </blockquote>
  );
}
