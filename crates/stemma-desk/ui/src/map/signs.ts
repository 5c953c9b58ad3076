/**
 * The signs of the map as small pictures: a round dot with a number for a point, a square badge for a province or country, a flag for who
 * holds a place. What a sign says is in its shape and its letters, and never in its colour alone.
 */
import type { Control, Precision } from "../api";
import type { Colours } from "./colours";
import { dotRadius } from "./dots";

/** Pictures are drawn so much finer than the screen may show them. */
export const FINER = 2;

export interface Sign {
  /** Names the picture, so that each is drawn once. */
  id: string;
  draw: (colours: Colours) => ImageData;
}

interface Board {
  pen: CanvasRenderingContext2D;
  picture: () => ImageData;
}

/** A board of so many pixels, its origin in the middle. */
function board(width: number, height: number): Board {
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width) * FINER;
  canvas.height = Math.ceil(height) * FINER;
  const pen = canvas.getContext("2d")!;
  pen.scale(FINER, FINER);
  pen.translate(Math.ceil(width) / 2, Math.ceil(height) / 2);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  return { pen, picture: () => pen.getImageData(0, 0, canvas.width, canvas.height) };
}

function letters(pen: CanvasRenderingContext2D, text: string, size: number, colour: string, x = 0): void {
  pen.font = `600 ${size}px system-ui, sans-serif`;
  pen.fillStyle = colour;
  // Digits have no descenders, so their middle is a little above that of the line.
  pen.fillText(text, x, size * 0.06);
}

/** 1,234 as 1.2k: the exact number is in the list. */
export function short(count: number): string {
  if (count < 1000) return `${count}`;
  return count < 9950 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`;
}

/** A full dot for an exact point, a ring for a place of which only the surroundings are known, a broken ring for one that was inferred. */
export function dotSign(events: number, precision: Precision): Sign {
  const shape = precision === "exact" || precision === "inferred" ? precision : "area";
  const text = events > 1 ? short(events) : "";
  const radius = dotRadius(events);
  return {
    id: `dot ${shape} ${text} ${radius.toFixed(1)}`,
    draw: (colours) => {
      const isFull = shape === "exact";
      const { pen, picture } = board(2 * radius + 6, 2 * radius + 6);
      pen.beginPath();
      pen.arc(0, 0, radius + 1, 0, 2 * Math.PI);
      pen.fillStyle = colours.surface;
      // Where many dots lie on each other, full rims would leave nothing of them.
      pen.globalAlpha = isFull ? 0.6 : 1;
      pen.fill();
      pen.globalAlpha = 1;
      pen.beginPath();
      pen.arc(0, 0, isFull ? radius : radius - 1, 0, 2 * Math.PI);
      if (isFull) {
        pen.fillStyle = colours.original;
        pen.fill();
      } else {
        pen.strokeStyle = colours.original;
        pen.lineWidth = 2;
        if (shape === "inferred") pen.setLineDash([3, 2.5]);
        pen.stroke();
        if (!text) dotInside(pen, colours.original);
      }
      if (text) letters(pen, text, 11, isFull ? colours.surface : colours.original);
      return picture();
    },
  };
}

function dotInside(pen: CanvasRenderingContext2D, colour: string): void {
  pen.beginPath();
  pen.arc(0, 0, 2, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
}

/** A square with a number; that of a country has a double border. */
export function areaSign(events: number, level: "unit" | "country"): Sign {
  const text = short(events);
  return {
    id: `area ${level} ${text}`,
    draw: (colours) => {
      const width = Math.max(22, 12 + 7 * text.length) + (level === "country" ? 6 : 0);
      const height = level === "country" ? 28 : 22;
      const { pen, picture } = board(width + 4, height + 4);
      pen.fillStyle = colours.surface;
      pen.fillRect(-width / 2 - 1, -height / 2 - 1, width + 2, height + 2);
      pen.strokeStyle = colours.original;
      pen.lineWidth = 1.5;
      pen.strokeRect(-width / 2, -height / 2, width, height);
      if (level === "country") pen.strokeRect(-width / 2 + 3, -height / 2 + 3, width - 6, height - 6);
      letters(pen, text, 11, colours.original);
      return picture();
    },
  };
}

/** The border of a flag: whole where it is held, broken where it is claimed, dotted where it is contested, double where it is besieged. */
const BORDER: Record<Control["status"], number[]> = {
  held: [],
  partly_held: [],
  besieged: [],
  claimed: [4, 3],
  contested: [1.5, 2.5],
  lost: [],
};

/** A flag on a pole, the letters of the holder in it; half full where it is partly held. Several holders are several flags on one pole. */
export function flagSign(flags: { letters: string; status: Control["status"] }[]): Sign {
  const shown = flags.slice(0, 3);
  return {
    id: `flag ${shown.map(({ letters, status }) => `${letters}/${status}`).join(" ")}`,
    draw: (colours) => {
      const width = 10 + Math.max(...shown.map((flag) => 8 * flag.letters.length));
      const height = 18 * shown.length;
      // The foot of the pole is in the middle of the picture, at the point.
      const { pen, picture } = board(2 * width + 8, 2 * height + 24);
      pen.strokeStyle = colours.person;
      pen.lineWidth = 2;
      pen.beginPath();
      // It begins above the dot, whose number stays readable.
      pen.moveTo(0, -7);
      pen.lineTo(0, -height - 10);
      pen.stroke();
      shown.forEach(({ letters: text, status }, at) => {
        const top = -height - 10 + 18 * at;
        pen.fillStyle = colours.surface;
        pen.fillRect(0, top, width, 16);
        if (status === "partly_held") {
          pen.globalAlpha = 0.25;
          pen.fillStyle = colours.person;
          pen.fillRect(0, top, width / 2, 16);
          pen.globalAlpha = 1;
        }
        pen.lineWidth = 1.5;
        pen.setLineDash(BORDER[status]);
        pen.strokeRect(0, top, width, 16);
        if (status === "besieged") pen.strokeRect(-2.5, top - 2.5, width + 5, 21);
        pen.setLineDash([]);
        pen.save();
        pen.translate(0, top + 8);
        letters(pen, text, 11, colours.person, width / 2);
        pen.restore();
      });
      return picture();
    },
  };
}
