/**
 * Packs a picture of the browser smaller without changing a pixel: a browser writes it fast, and not small. Takes 8 bits a channel, with or
 * without alpha, not interlaced, as browsers write them; alpha is left out where all of it is opaque, and few colours become a palette.
 */
import * as zlib from "node:zlib";

const { deflateSync, inflateSync } = zlib;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const CHANNELS = { 2: 3, 6: 4 };

export function packed(png) {
  const { width, height, channels, pixels } = read(png);
  const opaque = channels === 3 || pixels.every((value, at) => at % 4 !== 3 || value === 255);
  const kept = channels === 4 && opaque ? withoutAlpha(pixels) : pixels;
  const one = opaque ? 3 : 4;
  const palette = one === 3 ? paletteOf(kept) : null;
  const candidates = [encoded(width, height, one, kept, null)];
  if (palette) candidates.push(encoded(width, height, 1, palette.indices, palette.colours));
  return candidates.toSorted((a, b) => a.length - b.length)[0];
}

function read(png) {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error("no PNG");
  let head = null;
  const data = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (kind === "IHDR") head = { width: body.readUInt32BE(0), height: body.readUInt32BE(4), depth: body[8], colour: body[9], interlaced: body[12] };
    if (kind === "IDAT") data.push(body);
    at += 12 + length;
  }
  const channels = CHANNELS[head?.colour];
  if (!channels || head.depth !== 8 || head.interlaced) throw new Error("no PNG as browsers write them");
  return { ...head, channels, pixels: unfiltered(inflateSync(Buffer.concat(data)), head.width * channels, head.height, channels) };
}

function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** What a filter of the format expects at a place, from its neighbours. */
const EXPECTED = [() => 0, (left) => left, (_, up) => up, (left, up) => (left + up) >> 1, paeth];

function unfiltered(raw, stride, height, channels) {
  const pixels = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const expected = EXPECTED[raw[row * (stride + 1)]];
    for (let at = 0; at < stride; at += 1) {
      const to = row * stride + at;
      const left = at >= channels ? pixels[to - channels] : 0;
      const up = row ? pixels[to - stride] : 0;
      const corner = row && at >= channels ? pixels[to - stride - channels] : 0;
      pixels[to] = raw[row * (stride + 1) + 1 + at] + expected(left, up, corner);
    }
  }
  return pixels;
}

function withoutAlpha(pixels) {
  const kept = Buffer.alloc((pixels.length / 4) * 3);
  for (let from = 0, to = 0; from < pixels.length; from += 4, to += 3) pixels.copy(kept, to, from, from + 3);
  return kept;
}

/** The colours and the number of each pixel's; null where there are more than a byte can number. */
function paletteOf(pixels) {
  const known = new Map();
  const indices = Buffer.alloc(pixels.length / 3);
  for (let at = 0; at < indices.length; at += 1) {
    const colour = pixels.readUIntBE(at * 3, 3);
    let index = known.get(colour);
    if (index === undefined) {
      if (known.size === 256) return null;
      known.set(colour, (index = known.size));
    }
    indices[at] = index;
  }
  const colours = Buffer.alloc(known.size * 3);
  for (const [colour, index] of known) colours.writeUIntBE(colour, index * 3, 3);
  return { colours, indices };
}

function encoded(width, height, channels, pixels, colours) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  head[9] = colours ? 3 : channels === 3 ? 2 : 6;
  const stride = width * channels;
  // Numbers of colours have no neighbours; for all else either all rows alike or each its best.
  const ways = colours ? [[0]] : [[0], [2], [4], [0, 1, 2, 3, 4]];
  const bodies = ways.map((filters) => deflateSync(filtered(pixels, stride, height, channels, filters), { level: 9, memLevel: 9 }));
  const body = bodies.toSorted((a, b) => a.length - b.length)[0];
  const chunks = [chunk("IHDR", head), ...(colours ? [chunk("PLTE", colours)] : []), chunk("IDAT", body), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([SIGNATURE, ...chunks]);
}

/** Of each row that of the filters which leaves the least. */
function filtered(pixels, stride, height, channels, filters) {
  const raw = Buffer.alloc((stride + 1) * height);
  const row = Buffer.alloc(stride);
  for (let line = 0; line < height; line += 1) {
    let least = Infinity;
    for (const filter of filters) {
      let sum = 0;
      for (let at = 0; at < stride; at += 1) {
        const from = line * stride + at;
        const left = at >= channels ? pixels[from - channels] : 0;
        const up = line ? pixels[from - stride] : 0;
        const corner = line && at >= channels ? pixels[from - stride - channels] : 0;
        const value = (pixels[from] - EXPECTED[filter](left, up, corner)) & 255;
        row[at] = value;
        sum += value < 128 ? value : 256 - value;
      }
      if (sum >= least) continue;
      least = sum;
      raw[line * (stride + 1)] = filter;
      row.copy(raw, line * (stride + 1) + 1);
    }
  }
  return raw;
}

function chunk(kind, body) {
  const whole = Buffer.alloc(12 + body.length);
  whole.writeUInt32BE(body.length, 0);
  whole.write(kind, 4, "latin1");
  body.copy(whole, 8);
  whole.writeUInt32BE(checksum(whole.subarray(4, 8 + body.length)), 8 + body.length);
  return whole;
}

/** Later versions of Node know it themselves. */
function checksum(bytes) {
  if (zlib.crc32) return zlib.crc32(bytes);
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
