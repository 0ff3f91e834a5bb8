/** A picture drawn. */
export interface Drawn {
  readonly bytes: Uint8Array;
  /** Where the plot stands, in CSS pixels, and what its edges mean; null of a picture without one. */
  readonly frame: PictureFrame | null;
}

export interface PictureFrame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** At the left and the right edge, epoch milliseconds. */
  readonly x: { readonly from: number; readonly to: number };
  /** At the bottom and the top edge. */
  readonly y: { readonly from: number; readonly to: number };
}
