/**
 * Places in a text. The server counts bytes of UTF-8, the browser units of UTF-16; `Slices`, made once for a text, turns one into the other.
 * `pieces` cuts a stretch of text wherever a mark begins or ends, so that marks which overlap can be drawn side by side.
 */
import type { Span } from "../api";

/** Units between two known places: few enough to be walked at once, many enough that a text of megabytes needs little memory. */
const STEP = 128;

/** Bytes of UTF-8 that the character at a unit takes, and the units it takes. */
function width(text: string, at: number): { bytes: number; units: number } {
  const code = text.codePointAt(at) ?? 0;
  if (code < 0x80) return { bytes: 1, units: 1 };
  if (code < 0x800) return { bytes: 2, units: 1 };
  return code < 0x10000 ? { bytes: 3, units: 1 } : { bytes: 4, units: 2 };
}

export class Slices {
  /** Bytes and units of characters that begin every so many units. */
  private readonly bytes: number[] = [];
  private readonly units: number[] = [];
  /** Bytes of the whole text. */
  readonly length: number;

  constructor(readonly text: string) {
    let bytes = 0;
    for (let at = 0, next = 0; at < text.length; ) {
      if (at >= next) {
        this.bytes.push(bytes);
        this.units.push(at);
        next = at + STEP;
      }
      const character = width(text, at);
      bytes += character.bytes;
      at += character.units;
    }
    this.length = bytes;
  }

  /** The unit at which the character of a byte begins; a byte behind the end is the end. */
  unit(byte: number): number {
    return this.walk(this.bytes, byte, (bytes) => bytes).unit;
  }

  /** The byte at which the character of a unit begins. */
  byte(unit: number): number {
    return this.walk(this.units, unit, (_, units) => units).byte;
  }

  cut(span: Span): string {
    return this.text.slice(this.unit(span.start), this.unit(span.end));
  }

  /** Goes from the last known place before the goal to the character that holds it. */
  private walk(known: number[], goal: number, measure: (bytes: number, units: number) => number): { byte: number; unit: number } {
    let low = 0;
    let high = known.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((known[middle] ?? 0) <= goal) low = middle + 1;
      else high = middle;
    }
    let byte = this.bytes[low - 1] ?? 0;
    let unit = this.units[low - 1] ?? 0;
    while (unit < this.text.length) {
      const character = width(this.text, unit);
      if (measure(byte + character.bytes, unit + character.units) > goal) break;
      byte += character.bytes;
      unit += character.units;
    }
    return { byte, unit };
  }
}

/** A part of a text in which the same marks hold from its beginning to its end. */
export interface Piece<T extends Span> extends Span {
  of: T[];
}

/**
 * Cuts `within` wherever one of the marks begins or ends. Marks may overlap, lie in one another and reach out of it; those without words
 * (a place where something was left out) are a piece of no length.
 */
export function pieces<T extends Span>(within: Span, marks: readonly T[]): Piece<T>[] {
  const inside = marks
    .filter((mark) => (mark.start === mark.end ? mark.start >= within.start && mark.start <= within.end : mark.start < within.end && mark.end > within.start))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const bounds = new Set([within.start, within.end]);
  for (const mark of inside) {
    bounds.add(Math.max(mark.start, within.start));
    bounds.add(Math.min(mark.end, within.end));
  }
  const cuts = [...bounds].sort((a, b) => a - b);
  const found: Piece<T>[] = [];
  let open: T[] = [];
  let next = 0;
  for (const [at, start] of cuts.entries()) {
    open = open.filter((mark) => mark.end > start);
    const points: T[] = [];
    for (let mark = inside[next]; mark && Math.max(mark.start, within.start) <= start; mark = inside[++next]) {
      if (mark.start === mark.end) points.push(mark);
      else open.push(mark);
    }
    if (points.length > 0) found.push({ start, end: start, of: [...open, ...points] });
    const end = cuts[at + 1];
    if (end !== undefined) found.push({ start, end, of: [...open] });
  }
  return found;
}

/** "587-621" of an address; null where it is no span. */
export function spanOf(written: string | null): Span | null {
  const found = /^(\d{1,9})-(\d{1,9})$/.exec(written ?? "");
  if (!found) return null;
  const span = { start: Number(found[1]), end: Number(found[2]) };
  return span.start < span.end ? span : null;
}

/** As an address takes it. */
export function written(span: Span): string {
  return `${span.start}-${span.end}`;
}
