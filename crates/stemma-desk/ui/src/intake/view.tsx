import type { View } from "../app";

export default function IntakeView({ address }: View) {
  return <p>{address.view}</p>;
}
