import { expect, it } from "vitest";
import { above, read } from "./address";

it.each([
  ["/events/e-1", "/events"],
  ["/stories/s-1?at=2", "/stories"],
  ["/compare?a=x&b=y", "/pages/y"],
  ["/compare", "/stories"],
  ["/places?place=Goma&country=COD", "/places?country=COD"],
  ["/places", null],
  ["/events?country=SDN", null],
])("%s leads up to %s", (path, up) => {
  expect(above(read(new URL(path, "http://desk")))).toBe(up);
});
