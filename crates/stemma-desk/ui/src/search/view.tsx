import type { View } from "../app";

export default function SearchView({ address }: View) {
  return <p>{address.view}</p>;
}
