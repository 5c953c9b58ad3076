import type { View } from "../app";

export default function AboutView({ address }: View) {
  return <p>{address.view}</p>;
}
