import type { View } from "../app";

export default function StoryView({ address }: View) {
  return <p>{address.view}</p>;
}
