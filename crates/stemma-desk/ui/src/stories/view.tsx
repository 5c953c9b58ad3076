import type { View } from "../app";

export default function StoriesView({ address }: View) {
  return <p>{address.view}</p>;
}
