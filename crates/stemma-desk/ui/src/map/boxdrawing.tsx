/** A sheet over the map on which a box is drawn with a mouse, a pen or a finger; gives the box in degrees. */
import { useRef, useState } from "preact/hooks";
import type { Box, Point } from "./geo";

interface Corner {
  x: number;
  y: number;
}

/** Less than this is a click by mistake, and no box. */
const LEAST_PX = 6;

export function BoxDrawing({ degrees, onBox }: { degrees: (at: Corner) => Point; onBox: (box: Box) => void }) {
  const sheet = useRef<HTMLDivElement>(null);
  const [from, start] = useState<Corner | null>(null);
  const [to, stretch] = useState<Corner | null>(null);
  const at = (event: PointerEvent): Corner => {
    const { left, top } = sheet.current!.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const end = () => {
    start(null);
    stretch(null);
    if (!from || !to || Math.abs(to.x - from.x) < LEAST_PX || Math.abs(to.y - from.y) < LEAST_PX) return;
    const upper = degrees({ x: Math.min(from.x, to.x), y: Math.min(from.y, to.y) });
    const lower = degrees({ x: Math.max(from.x, to.x), y: Math.max(from.y, to.y) });
    onBox({ west: upper.lon, north: upper.lat, east: lower.lon, south: lower.lat });
  };
  return (
    <div
      ref={sheet}
      class="map-sheet"
      onPointerDown={(event) => {
        sheet.current!.setPointerCapture(event.pointerId);
        start(at(event));
        stretch(at(event));
      }}
      onPointerMove={(event) => from && stretch(at(event))}
      onPointerUp={end}
      onPointerCancel={() => start(null)}
    >
      {from && to && (
        <div
          class="map-rubber"
          style={{
            left: `${Math.min(from.x, to.x)}px`,
            top: `${Math.min(from.y, to.y)}px`,
            width: `${Math.abs(to.x - from.x)}px`,
            height: `${Math.abs(to.y - from.y)}px`,
          }}
        />
      )}
    </div>
  );
}
