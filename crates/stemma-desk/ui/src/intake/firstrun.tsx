/** What the desk shows where the store is empty: how to begin. What is dropped here goes on under "Add pages". */
import { go, href } from "../address";
import { Drop } from "./view";

export default function FirstRun() {
  return (
    <div class="intake">
      <h1>Nothing is in the store yet</h1>
      <p class="intake-soft">
        Drop scraped pages of news here, and Stemma reads what happened, where and when, and who really said it first. They stay on this machine.
      </p>
      <Drop onBegin={() => go(href("intake"))} />
    </div>
  );
}
