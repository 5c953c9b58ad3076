/**
 * What lies under a pointer. It is worked out of what is drawn and not asked of the canvas: that would take a tenth of a second where
 * thousands of dots lie close together, and it is asked at every move.
 */
import { areaId, dotRadius } from "./dots";
import { isInside, type Point } from "./geo";
import { initials } from "../places/control";
import { APART, type Scene } from "./scene";

export interface Pixel {
  x: number;
  y: number;
}

export interface View {
  project: (at: Point) => Pixel;
  unproject: (at: Pixel) => Point;
  /** How large dots are drawn, 1 where they have their own size. */
  scale: number;
}

export interface Hit {
  what: "flag" | "dot" | "area";
  id: string;
}

/** A finger is not as exact as a point. */
const NEAR_PX = 4;
/** No sign reaches farther from its point. */
const FARTHEST_PX = 100;
const BADGE_PX = 14;
const FLAG_PX = 18;
const POLE_PX = 10;

export function hit({ dots, areas, flags }: Pick<Scene, "dots" | "areas" | "flags">, { x, y }: Pixel, view: View): Hit | null {
  const upper = view.unproject({ x: x - FARTHEST_PX, y: y - FARTHEST_PX });
  const lower = view.unproject({ x: x + FARTHEST_PX, y: y + FARTHEST_PX });
  const near = { west: upper.lon, north: upper.lat, east: lower.lon, south: lower.lat };
  const away = (at: Point) => {
    const drawn = view.project(at);
    return { right: x - drawn.x, down: y - drawn.y };
  };

  // What is drawn last lies above, so it is looked at first.
  const flag = flags.findLast((held) => {
    if (!isInside(held, near)) return false;
    const { right, down } = away(held);
    const width = 10 + 8 * Math.max(...held.holders.map(({ holder }) => initials(holder).length));
    return right >= -NEAR_PX && right <= width + NEAR_PX && down <= 0 && down >= -FLAG_PX * Math.min(held.holders.length, 3) - POLE_PX - NEAR_PX && down < -POLE_PX;
  });
  if (flag) return { what: "flag", id: flag.place };

  const dot = dots.findLast((known) => {
    if (!isInside(known, near)) return false;
    const { right, down } = away(known);
    return Math.hypot(right, down) <= dotRadius(known.events) * view.scale + NEAR_PX;
  });
  if (dot) return { what: "dot", id: dot.id };

  const area = areas.findLast((known) => {
    if (!isInside(known, near)) return false;
    const { right, down } = away(known);
    return Math.abs(right - known.aside * APART) <= BADGE_PX + NEAR_PX && Math.abs(down) <= BADGE_PX + NEAR_PX;
  });
  return area ? { what: "area", id: areaId(area) } : null;
}
