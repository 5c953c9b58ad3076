/**
 * Whether the desk answers while another program fills its store: `node e2e/load.mjs PAGES` asks 200 times a second for a minute, while
 * `stemma ingest PAGES` reads into the same store. Prints errors and times; ends with a fault where one request failed or p99 passes 150 ms.
 */
import { spawn } from "node:child_process";
import { Agent, get } from "node:http";
import { openDesk, program } from "./desk.mjs";

const A_SECOND = 200;
const SECONDS = 60;
const P99_MS = 150;
const [pages] = process.argv.slice(2);
if (!pages) throw new Error("name a folder with pages: node e2e/load.mjs PAGES");

const desk = await openDesk();
const { rows } = await desk.json("/events.json?limit=40");
const paths = [
  "/events?told=happened",
  "/events.json?told=happened",
  "/events/facets.json?told=happened",
  "/events/spots.json",
  "/stories.json",
  "/sources.json",
  "/search.json?q=killed",
  "/about.json",
  ...rows.map(({ id }) => `/events/${id}.json`),
  ...rows.map(({ story }) => `/stories/${story}.json`),
];
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const times = [];
const errors = [];

function ask(path) {
  const begun = performance.now();
  return new Promise((done) => {
    const failed = (error) => (errors.push(`${path}: ${error}`), done());
    get(desk.url + path, { agent }, (response) => {
      response.on("data", () => {});
      response.on("error", failed);
      response.on("end", () => {
        times.push(performance.now() - begun);
        if (response.statusCode !== 200) errors.push(`${path}: ${response.statusCode}`);
        done();
      });
    }).on("error", failed);
  });
}

const ingest = spawn(program(), ["ingest", pages, "--store", desk.store], { stdio: "ignore" });
let isOver = false;
ingest.once("exit", () => (isOver = true));
const open = [];
const begun = performance.now();
for (let sent = 0; sent < A_SECOND * SECONDS; sent += 1) {
  const due = begun + (sent * 1000) / A_SECOND;
  const wait = due - performance.now();
  if (wait > 0) await new Promise((done) => setTimeout(done, wait));
  open.push(ask(paths[(sent * 7) % paths.length]));
}
await Promise.all(open);
const beside = isOver ? "the ingest ended before the minute" : "the ingest went on all the while";
if (!isOver) await new Promise((done) => ingest.once("exit", done));
const { documents } = await desk.json("/about.json");
await desk.close();
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(1);
console.log(`${times.length} answers, ${errors.length} errors; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms; ${beside}; ${documents} documents at the end`);
for (const error of errors.slice(0, 5)) console.log(error);
if (errors.length > 0 || Number(at(0.99)) > P99_MS) process.exitCode = 1;
