/** What is shown where there is nothing to show yet, nothing at all, or something went wrong: always with the way out. */
import type { ComponentChildren } from "preact";
import { href } from "../address";
import { storeChanged, type Refusal } from "../server";
import "./states.css";

/** While the first answer is on its way. It appears after a moment only, as most answers are there before it. */
export function Loading({ what = "" }: { what?: string }) {
  return (
    <p class="state state-loading" role="status">
      <span class="state-pulse" aria-hidden="true" />
      Loading{what && ` ${what}`} …
    </p>
  );
}

/** Nothing there: `what` says what is missing, the children how to get it. */
export function Empty({ what, children }: { what: string; children?: ComponentChildren }) {
  return (
    <div class="state state-empty">
      <p class="state-what">{what}</p>
      {children && <div class="state-out">{children}</div>}
    </div>
  );
}

/** The views of records that a refusal may name. */
const VIEWS: Record<string, string> = { event: "events", story: "stories", page: "pages", document: "pages" };

/** A refusal of the server, with the records that are nearest to what was asked for; with a title, it is all of the view. */
export function Failed({ error, title, children }: { error: Refusal | Error; title?: string; children?: ComponentChildren }) {
  const nearest = "nearest" in error ? error.nearest : [];
  // Nobody answered, or something broke: asked again, it may work.
  const isPassing = "status" in error && (error.status === 0 || error.status >= 500);
  return (
    <div class="state state-failed" role="alert">
      {title && <h1>{title}</h1>}
      <p class="state-what">{error.message.charAt(0).toUpperCase() + error.message.slice(1)}</p>
      {nearest.length > 0 && (
        <ul class="state-nearest">
          {nearest.map(({ noun, id, title }) => (
            <li key={id}>
              <a href={href(VIEWS[noun] ?? noun, id)}>
                <bdi>{title || id}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
      {(children || isPassing) && (
        <div class="state-out">
          {isPassing && (
            <button type="button" class="button" onClick={storeChanged}>
              Try again
            </button>
          )}
          {children}
        </div>
      )}
    </div>
  );
}
