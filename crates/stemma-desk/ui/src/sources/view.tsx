import type { View } from "../app";

export default function SourcesView({ address }: View) {
  return <p>{address.view}</p>;
}
