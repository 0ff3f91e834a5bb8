import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { PictureFrame } from '../drawn.js';

/** A picture as its pixels. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** `#rrggbb` of a pixel. */
  at(x: number, y: number): string;
  /** How many pixels of a rectangle are nearly of this colour; edges of strokes are mixed with their ground. */
  count(colour: string, from: { x: number; y: number }, to: { x: number; y: number }): number;
  /** All bytes of a rectangle, to be compared. */
  rectangle(from: { x: number; y: number }, to: { x: number; y: number }): Buffer;
}

/** Decodes a PNG, or draws an SVG as whoever opens it would. */
export async function pixelsOf(bytes: Uint8Array): Promise<Pixels> {
  const image = await loadImage(Buffer.from(bytes));
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
  const partsAt = (x: number, y: number) => {
    const start = (Math.round(y) * width + Math.round(x)) * 4;
    return [data[start] ?? 0, data[start + 1] ?? 0, data[start + 2] ?? 0];
  };
  return {
    width,
    height,
    at: (x, y) =>
      `#${partsAt(x, y)
        .map((part) => part.toString(16).padStart(2, '0'))
        .join('')}`,
    count(colour, from, to) {
      const wanted = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
      let count = 0;
      for (let y = Math.round(from.y); y <= Math.round(to.y); y += 1)
        for (let x = Math.round(from.x); x <= Math.round(to.x); x += 1)
          if (partsAt(x, y).every((part, index) => Math.abs(part - (wanted[index] ?? 0)) <= 24)) count += 1;
      return count;
    },
    rectangle(from, to) {
      const rows: Buffer[] = [];
      for (let y = from.y; y < to.y; y += 1) {
        const start = (y * width + from.x) * 4;
        rows.push(Buffer.from(data.slice(start, start + (to.x - from.x) * 4)));
      }
      return Buffer.concat(rows);
    },
  };
}

/** Where a value stands, in CSS pixels. */
export function place(frame: PictureFrame, time: number, value: number): { x: number; y: number } {
  const across = (time - frame.x.from) / (frame.x.to - frame.x.from);
  const up = (value - frame.y.from) / (frame.y.to - frame.y.from);
  return {
    x: frame.left + across * (frame.right - frame.left),
    y: frame.bottom - up * (frame.bottom - frame.top),
  };
}
