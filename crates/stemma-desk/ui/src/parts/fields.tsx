/** Fields in which a condition is written. What is written is asked after a pause, or at once with Enter. */
import { useEffect, useId, useRef, useState } from "preact/hooks";

const PAUSE_MS = 300;

export interface Written {
  label: string;
  value: string;
  set: (value: string) => void;
  placeholder?: string;
  /** What may be written; anything else is said to be wrong, and not asked. */
  pattern?: RegExp;
  /** How it should be written, said where it is not. */
  way?: string;
  width?: string;
  inputMode?: "numeric" | "text" | "search";
  /** The label is only heard. */
  isBare?: boolean;
  /** It means nothing yet. */
  isOff?: boolean;
}

export function Field({ label, value, set, placeholder, pattern, way, width, inputMode, isBare = false, isOff = false }: Written) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [words, write] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => {
    if (document.activeElement !== input.current || value === "") write(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const isWrong = Boolean(pattern && words.trim() && !pattern.test(words.trim()));
  function ask(said: string): void {
    clearTimeout(timer.current);
    const asked = said.trim();
    if (asked !== value && !(pattern && asked && !pattern.test(asked))) set(asked);
  }
  return (
    <div class="written" style={width ? { width } : undefined}>
      <label for={id} class={isBare ? "sr" : undefined}>
        {label}
      </label>
      <input
        ref={input}
        id={id}
        class="field"
        type="text"
        value={words}
        placeholder={placeholder}
        inputMode={inputMode}
        disabled={isOff}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-way` : undefined}
        onInput={(event) => {
          const said = event.currentTarget.value;
          write(said);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => ask(said), PAUSE_MS);
        }}
        onBlur={(event) => ask(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") ask(event.currentTarget.value);
          if (event.key !== "Escape") return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
      {isWrong && (
        <span id={`${id}-way`} class="written-way">
          {way}
        </span>
      )}
    </div>
  );
}

/** A day, a month or a year. */
export const DAY = /^\d{4}(-(0?[1-9]|1[0-2])(-(0?[1-9]|[12]\d|3[01]))?)?$/;
export const DAY_WAY = "write 2024, 2024-06 or 2024-06-09";
export const NUMBER = /^\d{1,9}$/;
