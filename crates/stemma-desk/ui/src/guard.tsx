/** What a view throws stops with it: the shell stays, and says what went wrong. */
import { Component, type ComponentChildren } from "preact";
import { Failed } from "./parts/states";

export class Guard extends Component<{ children: ComponentChildren }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Failed error={new Error(`This view could not be shown: ${error.message}`)}>
        <button type="button" class="button" onClick={() => location.reload()}>
          Load the desk again
        </button>
        <a href="/events">Go to the events</a>
      </Failed>
    );
  }
}
