/**
 * How many, by whom: for each measure what the chosen policy makes of the reports, and the reports themselves with their words; and the
 * figures that pages give and no policy counts, with the reason where it is known.
 */
import { href, type Address } from "../address";
import type { Cell, Claim, EventRecord, TollEstimate, TollReport } from "../api";
import { nameOf, PageLink, Section } from "../parts/record";
import { FIELDS, isMeasure } from "../review/changes";
import { Mend } from "./mend";
import { count, number } from "../parts/words";
import { written } from "../parts/spans";

export type Policy = TollEstimate["policy"];

export const POLICIES: Record<Policy, string> = {
  conservative: "the lowest number that is sure",
  best: "the number of the best sources",
  range: "from the lowest to the highest that is said",
};

const SCOPES: Record<TollEstimate["scope"], string> = { event: "", period: "over a period", cumulative: "a running total" };

export function policyOf(written: string | null): Policy {
  return written !== null && Object.hasOwn(POLICIES, written) ? (written as Policy) : "best";
}

/** The lowest and the highest number of reports, for a scale that all of them stand on; null where one number is all there is. */
export function scale(reports: readonly Numbers[]): { from: number; to: number } | null {
  const all = reports.flatMap(({ low, best, high }) => [low, best, high]).filter((value): value is number => value !== null);
  const [from, to] = [Math.min(...all), Math.max(...all)];
  return all.length > 0 && from < to ? { from, to } : null;
}

/** Every report of a number, whichever policy rests on it, in the order of their numbers; with whether this policy does. */
export function reports(tolls: readonly TollEstimate[], chosen: TollEstimate): { report: TollReport; isTaken: boolean }[] {
  const key = (report: TollReport) => `${report.doc} ${report.start} ${report.end}`;
  const taken = new Set(chosen.by_claim.map(key));
  const all = new Map<string, TollReport>();
  for (const toll of tolls) {
    if (toll.measure !== chosen.measure || toll.group !== chosen.group || toll.scope !== chosen.scope) continue;
    for (const report of toll.by_claim) all.set(key(report), report);
  }
  const size = ({ low, best, high }: TollReport) => best ?? low ?? high ?? 0;
  return [...all].map(([name, report]) => ({ report, isTaken: taken.has(name) })).sort((a, b) => size(a.report) - size(b.report));
}

/** A figure of a page that no estimate rests on; `origin` names a page that is counted and goes back to the same text. */
export interface LeftOut {
  measure: string;
  cell: Cell;
  origin: string | null;
}

/** The figures of the matrix that are in no report, whichever policy is chosen. */
export function leftOut({ event, matrix, capsules }: Pick<EventRecord, "event" | "matrix" | "capsules">): LeftOut[] {
  const isField = (name: string) => (FIELDS as readonly string[]).includes(name);
  return matrix.fields.flatMap((measure, column) => {
    if (isField(measure)) return [];
    const counted = event.tolls.filter((toll) => toll.measure === measure).flatMap((toll) => toll.by_claim);
    return matrix.rows.flatMap(({ cells, capsule }): LeftOut[] => {
      const cell = cells[column];
      if (!cell || counted.some(({ doc, start, end }) => doc === cell.quote.doc && start < cell.quote.end && cell.quote.start < end)) return [];
      const ofOrigin = capsule === null ? [] : (capsules[capsule]?.pages ?? []);
      return [{ measure, cell, origin: counted.find(({ doc }) => ofOrigin.includes(doc))?.doc ?? null }];
    });
  });
}

type Numbers = Pick<TollReport, "low" | "best" | "high">;

function said({ low, best, high }: Numbers): string {
  const grouped = (words: string) => words.replace(/\d{4,}/g, (digits) => number(Number(digits)));
  return grouped(count(low, best, high)) || "unknown";
}

/** The number of a policy that gives one, and beside it what it was taken from, where that is wider. */
export function headline({ low, best, high }: Numbers): { number: string; of: string } {
  if (best === null) return { number: said({ low, best, high }), of: "" };
  return { number: number(best), of: low === best && high === best ? "" : said({ low, best: null, high }) };
}

export function Figures({ record, address, policy, to }: { record: EventRecord; address: Address; policy: Policy; to: (policy: Policy) => string }) {
  const estimates = record.event.tolls.filter((estimate) => estimate.policy === policy);
  const others = leftOut(record);
  if (record.event.tolls.length === 0 && others.length === 0) return null;
  const claims = new Map(record.claims.map((claim) => [claim.id, claim]));
  return (
    <Section
      title="How many"
      aside={
        <div class="choices" role="group" aria-label="Policy for numbers">
          {(Object.keys(POLICIES) as Policy[]).map((name) => (
            <a key={name} class="button event-policy" href={to(name)} aria-current={name === policy ? "true" : undefined} title={POLICIES[name]}>
              {name}
            </a>
          ))}
        </div>
      }
    >
      <p class="record-note">
        {POLICIES[policy].charAt(0).toUpperCase() + POLICIES[policy].slice(1)}. <span aria-hidden="true">●</span> marks the reports that it rests on.
      </p>
      {estimates.length === 0 && <p class="record-note">This policy gives no number.</p>}
      {estimates.map((estimate) => (
        <Estimate key={`${estimate.measure} ${estimate.group} ${estimate.scope}`} estimate={estimate} tolls={record.event.tolls} claims={claims} address={address} />
      ))}
      {others.length > 0 && <LeftOutFigures rows={others} record={record} />}
    </Section>
  );
}

function LeftOutFigures({ rows, record }: { rows: LeftOut[]; record: EventRecord }) {
  const name = (id: string) => nameOf(record.pages.find((page) => page.id === id), id);
  return (
    <div class="event-left-out">
      <p class="record-note">
        {rows.length} other {rows.length === 1 ? "figure" : "figures"} not counted here:
      </p>
      <ul>
        {rows.map(({ measure, cell, origin }) => (
          <li key={`${measure} ${cell.quote.doc}`}>
            {measure}{" "}
            <a href={href("pages", cell.quote.doc, { at: written(cell.quote) })} title={`“${cell.quote.quote}”`}>
              <bdi dir="auto">{cell.value}</bdi>
            </a>{" "}
            in <PageLink id={cell.quote.doc} />
            {origin && (
              <span class="event-soft">
                , of one origin with <bdi dir="auto">{name(origin)}</bdi>, which is counted
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface EstimateProps {
  estimate: TollEstimate;
  tolls: TollEstimate[];
  claims: ReadonlyMap<string, Claim>;
  address: Address;
}

function Estimate({ estimate, tolls, claims, address }: EstimateProps) {
  const all = reports(tolls, estimate);
  const onScale = scale(all.map(({ report }) => report));
  const who = estimate.group && estimate.group !== "people" ? estimate.group : "";
  const main = headline(estimate);
  return (
    <div class="event-figure">
      <p class="event-estimate">
        <b>{main.number}</b> {estimate.measure} {who && <bdi>({who})</bdi>} {main.of && <span class="event-soft">of {main.of} that are said</span>}{" "}
        {SCOPES[estimate.scope] && <span class="event-scope">{SCOPES[estimate.scope]}</span>}
        {isMeasure(estimate.measure) && <Mend address={address} field={estimate.measure} what={`how many were ${estimate.measure}`} />}
      </p>
      <div class="rows-box" tabIndex={0} role="region" aria-label={`Who says how many were ${estimate.measure}`}>
        <table class="rows event-reports">
          <caption class="sr">Who says how many were {estimate.measure}</caption>
          <thead class="sr">
            <tr>
              <th scope="col">Number</th>
              {onScale && <th scope="col">On a scale</th>}
              <th scope="col">Page</th>
              <th scope="col">Words</th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ report, isTaken }, at) => (
              <tr key={at} class={isTaken ? "event-taken" : undefined}>
                <th scope="row" class="number" title={isTaken ? "this policy rests on it" : "this policy does not rest on it"}>
                  <span class="event-taken-sign" aria-hidden="true">
                    {isTaken ? "●" : "○"}
                  </span>{" "}
                  {said(report)}
                  <span class="sr">{isTaken ? ", taken" : ", not taken"}</span>
                </th>
                {onScale && (
                  <td>
                    <Scale report={report} from={onScale.from} to={onScale.to} />
                  </td>
                )}
                <td>
                  <PageLink id={report.doc} withDay />
                </td>
                <td>
                  <a class="record-words" href={href("pages", report.doc, { at: written(report) })}>
                    <q dir="auto">{report.quote}</q>
                  </a>
                  <Sayer claim={report.claim ? claims.get(report.claim) : undefined} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Sayer({ claim }: { claim: Claim | undefined }) {
  if (!claim) return null;
  return (
    <span class="event-sayer">
      {" "}
      said by <bdi dir="auto">{claim.source}</bdi>
    </span>
  );
}

const WIDTH = 120;

function Scale({ report, from, to }: { report: TollReport; from: number; to: number }) {
  const x = (value: number) => 5 + ((value - from) / (to - from)) * (WIDTH - 10);
  const low = report.low ?? report.best;
  const high = report.high ?? report.best;
  const best = report.best ?? (low === high ? low : null);
  return (
    <svg class="event-scale" width={WIDTH} height={12} aria-hidden="true">
      <line class="event-scale-line" x1={0} x2={WIDTH} y1={6} y2={6} />
      <line class="event-scale-range" x1={x(low ?? from)} x2={high === null ? WIDTH : x(high)} y1={6} y2={6} />
      {best !== null && <circle class="event-scale-best" cx={x(best)} cy={6} r={4} />}
    </svg>
  );
}
