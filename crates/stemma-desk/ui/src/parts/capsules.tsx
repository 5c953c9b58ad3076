/**
 * Origins as capsules. A dot is an article, a capsule an origin: `(●●●)(●)` are four articles that go back to two texts. What may be one
 * with another origin is dashed. Dots tell nothing that is not also said in words, so readers of the screen get the words alone.
 */
import type { Capsule } from "../api";
import { origins, told } from "./words";
import "./capsules.css";

/** More capsules or dots than this are a number: nobody counts them. */
const MOST_CAPSULES = 6;
const MOST_DOTS = 8;

export interface Drawn {
  /** Dots of every capsule that is drawn; the later ones may be doubtful. */
  capsules: { dots: number; is_doubtful: boolean }[];
  /** Articles of which it is not known from numbers alone in which capsule they stand, and origins that are not drawn. */
  more: number;
  more_origins: number;
}

/**
 * What can be drawn from numbers alone. Only where all articles go back to one text, or each to its own, is it known which capsule an
 * article stands in; else every origin has one dot and the others are counted beside them.
 */
export function drawn(articles: number, least: number, most: number): Drawn {
  const origins = Math.max(most, least, 0);
  const shown = Math.min(origins, MOST_CAPSULES);
  if (origins === 1) return { capsules: [{ dots: Math.min(articles, MOST_DOTS), is_doubtful: least < 1 }], more: Math.max(articles - MOST_DOTS, 0), more_origins: 0 };
  const capsules = Array.from({ length: shown }, (_, at) => ({ dots: at < articles ? 1 : 0, is_doubtful: at >= least }));
  return { capsules, more: Math.max(articles - origins, 0), more_origins: origins - shown };
}

function Dots({ count }: { count: number }) {
  return Array.from({ length: Math.min(count, MOST_DOTS) }, (_, at) => <i key={at} class="capsules-dot" />);
}

/** The short form of a row: `(●)(●)+2`, and "2 origins" where there is room. With `words`, "4 articles, 2 origins" stands beside it for everybody. */
export function Origins({ articles, least, most, words = false }: { articles: number; least: number; most: number; words?: boolean }) {
  const said = told(articles, least, most);
  const { capsules, more, more_origins } = drawn(articles, least, most);
  return (
    <span class="capsules" title={said}>
      <span class="capsules-drawn" aria-hidden="true">
        {capsules.map(({ dots, is_doubtful }, at) => (
          <span key={at} class={is_doubtful ? "capsules-one capsules-doubtful" : "capsules-one"}>
            <Dots count={dots} />
          </span>
        ))}
        {more_origins > 0 && <span class="capsules-more">({more_origins} more)</span>}
        {more > 0 && <span class="capsules-more">+{more}</span>}
      </span>
      {!words && (
        <span class="capsules-said capsules-short" aria-hidden="true">
          {origins(least, most)}
        </span>
      )}
      <span class={words ? "capsules-said" : "sr"}>{said}</span>
    </span>
  );
}

/** What a capsule says to those who do not see it. */
export function inWords(capsule: Capsule): string {
  const articles = `${capsule.pages.length} ${capsule.pages.length === 1 ? "article" : "articles"}`;
  return `${capsule.label}: ${articles}${capsule.is_doubtful ? ", perhaps not an origin of its own" : ""}`;
}

/** The full form: every capsule with all of its articles and its label. */
export function Capsules({ capsules }: { capsules: Capsule[] }) {
  return (
    <ul class="capsules-list" aria-label="Origins">
      {capsules.map((capsule, at) => (
        <li key={at} class="capsules-item" title={inWords(capsule)}>
          <span class={capsule.is_doubtful ? "capsules-one capsules-doubtful" : "capsules-one"} aria-hidden="true">
            <Dots count={capsule.pages.length} />
            {capsule.pages.length > MOST_DOTS && <span class="capsules-more">+{capsule.pages.length - MOST_DOTS}</span>}
          </span>
          <bdi class="capsules-label" aria-hidden="true">
            {capsule.label}
          </bdi>
          {capsule.is_doubtful && (
            <span class="capsules-more" aria-hidden="true">
              doubtful
            </span>
          )}
          <span class="sr">{inWords(capsule)}</span>
        </li>
      ))}
    </ul>
  );
}
