import type { View } from "../app";

export default function PagesView({ address }: View) {
  return <p>{address.view}</p>;
}
