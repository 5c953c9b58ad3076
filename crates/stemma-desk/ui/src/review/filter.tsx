/** The line that says which events are reviewed, in the words of `stemma ls`. */
import { useEffect, useId, useState } from "preact/hooks";
import { go, href } from "../address";
import type { Condition } from "../api";
import { lined, parsed } from "./filterline";

export function FilterLine({ query, conditions }: { query: URLSearchParams; conditions: Condition[] }) {
  const id = useId();
  const asked = lined(query);
  const [line, write] = useState(asked);
  const [unknown, setUnknown] = useState<string[]>([]);
  useEffect(() => write(asked), [asked]);
  const names = conditions.map(({ name }) => name);
  const ask = (written: string) => {
    const { query: next, unknown: wrong } = parsed(written, names);
    setUnknown(wrong);
    if (wrong.length === 0) go(href("review", null, next));
  };
  return (
    <form
      class="review-filter"
      role="search"
      aria-label="Which events are reviewed"
      onSubmit={(event) => {
        event.preventDefault();
        ask(line);
      }}
    >
      <label for={id}>Review only</label>
      <input
        id={id}
        class="field"
        dir="auto"
        autoComplete="off"
        spellcheck={false}
        placeholder='country=SDN killed-min=10 "car bomb"'
        aria-describedby={`${id}-help`}
        aria-invalid={unknown.length > 0}
        value={line}
        onInput={(event) => write(event.currentTarget.value)}
      />
      <button type="submit" class="button">
        Ask
      </button>
      {asked && (
        <button type="button" class="button" onClick={() => ask("")}>
          All
        </button>
      )}
      <div id={`${id}-help`} class="review-soft">
        {unknown.length > 0 ? (
          <p class="sign-fault" role="alert">
            {unknown.join(", ")}: no condition is called so; there are {names.join(", ")}
          </p>
        ) : null}
      </div>
      <details class="review-conditions">
        <summary>What can be asked</summary>
        <dl>
          {conditions.map((condition) => (
            <div key={condition.name}>
              <dt>
                <code>
                  {condition.name}={condition.value}
                </code>
              </dt>
              <dd>{condition.help}</dd>
            </div>
          ))}
        </dl>
      </details>
    </form>
  );
}
