import type { View } from "../app";

export default function EventView({ address }: View) {
  return <p>{address.view}</p>;
}
