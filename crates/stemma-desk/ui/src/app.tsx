import { lazy, Suspense } from "preact/compat";
import { useAddress, type Address } from "./address";

/** What a view is given: the id in its path and the query of the address. */
export interface View {
  address: Address;
}

/** Every view by its path. Each is loaded when it is first shown. */
const VIEWS = {
  events: lazy(() => import("./events/view")),
  event: lazy(() => import("./event/view")),
  stories: lazy(() => import("./stories/view")),
  story: lazy(() => import("./story/view")),
  pages: lazy(() => import("./pages/view")),
  page: lazy(() => import("./page/view")),
  compare: lazy(() => import("./compare/view")),
  places: lazy(() => import("./places/view")),
  sources: lazy(() => import("./sources/view")),
  search: lazy(() => import("./search/view")),
  review: lazy(() => import("./review/view")),
  intake: lazy(() => import("./intake/view")),
  about: lazy(() => import("./about/view")),
};

/** The view of one record, where the path names one. */
const OF_ONE: Record<string, keyof typeof VIEWS> = { events: "event", stories: "story", pages: "page" };

export function App() {
  const address = useAddress();
  const name = (address.id && OF_ONE[address.view]) || address.view;
  const View = name in VIEWS ? VIEWS[name as keyof typeof VIEWS] : null;
  return (
    <main id="view">
      <Suspense fallback={<p>Loading …</p>}>{View ? <View address={address} /> : <p>There is no view of this name.</p>}</Suspense>
    </main>
  );
}
