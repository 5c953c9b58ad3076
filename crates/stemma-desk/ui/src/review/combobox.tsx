/** A field with a list below it: type to narrow the list, arrows and Enter to choose, Escape to leave it. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import "./combobox.css";

export interface Option {
  id: string;
  label: string;
  /** What tells options of one label apart. */
  detail?: string;
}

interface Props {
  label: string;
  /** The words in the field. */
  words: string;
  onWords: (words: string) => void;
  options: Option[];
  onChoose: (option: Option) => void;
  placeholder?: string;
  /** What is said where the list is empty though something was typed. */
  none?: string;
  help?: ComponentChildren;
}

export function Combobox({ label, words, onWords, options, onChoose, placeholder, none, help }: Props) {
  const id = useId();
  const [isOpen, open] = useState(false);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const current = options[Math.min(at, options.length - 1)];
  useEffect(() => setAt(0), [words]);
  useEffect(() => {
    if (isOpen) list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at, isOpen]);
  const choose = (option: Option | undefined) => {
    if (!option) return;
    open(false);
    onChoose(option);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const by = event.key === "ArrowDown" ? 1 : -1;
      if (isOpen) setAt((options.length + Math.min(at, options.length - 1) + by) % Math.max(options.length, 1));
      open(true);
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      choose(current);
    } else if (event.key === "Escape" && isOpen) {
      // The list alone is closed, and not the form around it.
      event.preventDefault();
      event.stopPropagation();
      open(false);
    }
  };
  return (
    <div class="combobox">
      <label for={id}>{label}</label>
      <input
        id={id}
        role="combobox"
        class="field"
        dir="auto"
        autoComplete="off"
        spellcheck={false}
        aria-expanded={isOpen && options.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && current ? `${id}-${current.id}` : undefined}
        aria-describedby={help ? `${id}-help` : undefined}
        placeholder={placeholder}
        value={words}
        onInput={(event) => {
          open(true);
          onWords(event.currentTarget.value);
        }}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => open(true)}
        onBlur={() => open(false)}
        onKeyDown={onKeyDown}
      />
      {help && (
        <div id={`${id}-help`} class="combobox-help">
          {help}
        </div>
      )}
      <ul id={`${id}-list`} ref={list} role="listbox" aria-label={label} hidden={!isOpen || options.length === 0}>
        {options.map((option, place) => (
          <li
            key={option.id}
            id={`${id}-${option.id}`}
            role="option"
            aria-selected={option === current}
            onMouseEnter={() => setAt(place)}
            onMouseDown={(event) => {
              // The field keeps the focus.
              event.preventDefault();
              choose(option);
            }}
          >
            <bdi>{option.label}</bdi> {option.detail && <span class="combobox-detail">{option.detail}</span>}
          </li>
        ))}
      </ul>
      <p class="combobox-none" role="status">
        {isOpen && options.length === 0 && words.trim() ? none : ""}
      </p>
    </div>
  );
}
