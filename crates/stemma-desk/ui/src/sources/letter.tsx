/** The form in which a person gives an outlet its letter: signed and with a reason. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Fixed, Reliability } from "../api";
import { reviewer, Sign, sign } from "../parts/sign";
import { say } from "../parts/toast";
import { send, storeChanged, type Refusal } from "../server";
import { LETTERS, type Letter } from "./order";

export function LetterForm({ outlet, letter, onDone }: { outlet: string; letter: string | null; onDone: () => void }) {
  const [chosen, choose] = useState<Letter | null>(letter && letter in LETTERS ? (letter as Letter) : null);
  const [why, setWhy] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const name = useId();
  useEffect(() => form.current?.querySelector<HTMLElement>("input:checked, input")?.focus(), []);

  const keep = async (event: Event) => {
    event.preventDefault();
    if (!chosen) return setFault("choose a letter");
    if (!reviewer()) return setFault("say your name first");
    if (!why.trim()) return setFault("say why, so that others can judge it");
    const by = sign();
    setSending(true);
    try {
      await send<Fixed>("POST", "/reliability", { outlet, letter: chosen, by, why: why.trim() } satisfies Reliability);
      say(`${outlet} is ${chosen}, ${LETTERS[chosen]}, as ${by} says`, { tone: "good" });
      onDone();
      storeChanged();
    } catch (refusal) {
      setFault((refusal as Refusal).message);
    } finally {
      setSending(false);
    }
  };
  return (
    <form ref={form} class="sign-form" onSubmit={keep}>
      <fieldset>
        <legend>
          How reliable is <bdi>{outlet}</bdi>?
        </legend>
        {(Object.keys(LETTERS) as Letter[]).map((one) => (
          <label key={one}>
            <input type="radio" name={name} value={one} checked={chosen === one} onChange={() => choose(one)} /> <b>{one}</b> {LETTERS[one]}
          </label>
        ))}
      </fieldset>
      <Sign why={why} onWhy={setWhy} fault={fault} />
      <p class="sign-do">
        <button type="submit" class="button button-main" disabled={isSending || chosen === null}>
          Give this letter
        </button>
        <button type="button" class="button" onClick={onDone}>
          Leave it
        </button>
      </p>
    </form>
  );
}
