import type { View } from "../app";

export default function PageView({ address }: View) {
  return <p>{address.view}</p>;
}
