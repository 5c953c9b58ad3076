import type { View } from "../app";

export default function PlacesView({ address }: View) {
  return <p>{address.view}</p>;
}
