import type { View } from "../app";

export default function CompareView({ address }: View) {
  return <p>{address.view}</p>;
}
