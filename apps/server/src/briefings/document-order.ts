import type { BriefingDocument } from '#contract';

export type DocumentFormat = 'pdf' | 'docx';

/** A document to be made, with all that it is made of: it goes to a thread as it is. */
export interface DocumentOrder {
  readonly format: DocumentFormat;
  readonly language: 'zh' | 'en';
  readonly document: BriefingDocument;
  /** PNG by target. A chart that could not be drawn is left out, and the document says so. */
  readonly charts: Readonly<Record<string, Uint8Array>>;
  /** What the charts' pixels are in proportion: width ÷ height. */
  readonly chartRatio: number;
  /** Who made it. */
  readonly service: string;
  /** When, as ISO 8601. */
  readonly madeAt: string;
}
