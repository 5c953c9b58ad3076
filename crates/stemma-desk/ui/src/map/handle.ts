/** What the buttons around a map can do with it, whichever way it is drawn. */
import type { Box, Point } from "./geo";

export interface Handle {
  zoomBy: (steps: number) => void;
  show: (box: Box) => void;
  /** Moves to a point, and looks no closer. */
  to: (point: Point) => void;
  /** What is in sight now. */
  sight: () => Box;
}

export interface DrawnMap {
  scene: import("./scene").Scene;
  /** What is shown at first. */
  first: Box;
  /** Whether a box is being drawn; then the map does not move. */
  isDrawing: boolean;
  onBox: (box: Box) => void;
  onDot: (id: string) => void;
  onArea: (id: string) => void;
  onFlag: (place: string) => void;
  /** Given once the map can be moved, and null when it is gone. */
  onReady: (handle: Handle | null) => void;
}
