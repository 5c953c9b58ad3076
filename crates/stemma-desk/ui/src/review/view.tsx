import type { View } from "../app";

export default function ReviewView({ address }: View) {
  return <p>{address.view}</p>;
}
