import type { View } from "../app";

export default function EventsView({ address }: View) {
  return <p>{address.view}</p>;
}
