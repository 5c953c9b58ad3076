/** The queue beside the card: where one is in it, what was answered, and boxes for an answer to several. */
import { useEffect, useRef } from "preact/hooks";
import type { EventRow } from "../api";
import { deed } from "../parts/deed";
import { Marks } from "../parts/marks";
import { count, days, number, where } from "../parts/words";
import { open, type Queue } from "./queue";

interface Props {
  queue: Queue;
  total: number;
  current: string;
  chosen: ReadonlySet<string>;
  onShow: (id: string) => void;
  onToggle: (id: string) => void;
  onChoose: (ids: ReadonlySet<string>) => void;
}

/** So many lines on both sides of the card in sight are drawn; a queue may be very long. */
const AROUND = 150;

export function List({ queue, total, current, chosen, onShow, onToggle, onChoose }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const at = Math.max(queue.rows.findIndex((row) => row.id === current), 0);
  const first = Math.max(0, at - AROUND);
  const rows = queue.rows.slice(first, at + AROUND);
  useEffect(() => {
    const line = list.current?.querySelector<HTMLElement>("[aria-current]");
    const box = list.current;
    // The list alone is moved, and not the page.
    if (line && box) box.scrollTop = line.offsetTop - box.clientHeight / 3;
  }, [current, queue.rows.length > 0]);
  const waiting = Math.max(open(queue), total - queue.answered.size);
  const openRows = rows.filter((row) => !queue.answered.has(row.id));
  return (
    <section class="review-list" aria-labelledby="review-queue">
      <div class="review-list-head">
        <h2 id="review-queue">{number(waiting)} to go</h2>
        {openRows.length > 1 && (
          <button type="button" class="button" onClick={() => onChoose(chosen.size === openRows.length ? new Set() : new Set(openRows.map((row) => row.id)))}>
            {chosen.size === openRows.length ? "Select none" : `Select these ${openRows.length}`}
          </button>
        )}
      </div>
      <ol ref={list} start={first + 1} tabIndex={-1}>
        {rows.map((row) => (
          <Line
            key={row.id}
            row={row}
            isCurrent={row.id === current}
            isAnswered={queue.answered.has(row.id)}
            isChosen={chosen.has(row.id)}
            onShow={() => onShow(row.id)}
            onToggle={() => onToggle(row.id)}
          />
        ))}
      </ol>
    </section>
  );
}

interface LineProps {
  row: EventRow;
  isCurrent: boolean;
  isAnswered: boolean;
  isChosen: boolean;
  onShow: () => void;
  onToggle: () => void;
}

function Line({ row, isCurrent, isAnswered, isChosen, onShow, onToggle }: LineProps) {
  const killed = count(row.killed_low, row.killed_best, row.killed_high);
  return (
    <li class={`review-line${isAnswered ? " review-answered" : ""}`}>
      <label class="review-box">
        <input type="checkbox" checked={isChosen} disabled={isAnswered} aria-label={`Select: ${row.summary}`} onChange={onToggle} />
      </label>
      <button type="button" aria-current={isCurrent ? "true" : undefined} onClick={onShow}>
        {isAnswered && (
          <span class="review-tick" title="answered">
            ✓<span class="sr">answered: </span>
          </span>
        )}
        <bdi dir="auto">{deed(row)}</bdi> <Marks row={row} />
        <span class="review-soft">{[days(row.from, row.to), where(row), killed && killed !== "0" ? `${killed} killed` : ""].filter(Boolean).join(" · ")}</span>
      </button>
    </li>
  );
}
