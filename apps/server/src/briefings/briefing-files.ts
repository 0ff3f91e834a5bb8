import { Inject, Injectable, Logger } from '@nestjs/common';
import type { BriefingAnswer } from '#contract';
import { FinishedPictures } from '../pictures/finished-pictures.js';
import { pictureWords } from '../pictures/picture-words.js';
import type { Language, Look } from '../pictures/picture.js';
import { TargetPictures } from '../pictures/target-pictures.js';
import { CLOCK, type Clock } from '../runtime.module.js';
import { DocumentMaker } from './document-maker.js';
import type { DocumentFormat, DocumentOrder } from './document-order.js';

/** Three pixels to one of the paper's 96 to the inch: sharp in print. */
const look = { width: 800, height: 380, scale: 2, theme: 'light' } as const satisfies Partial<Look>;

/** Briefings as files. */
@Injectable()
export class BriefingFiles {
  private readonly log = new Logger(BriefingFiles.name);

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly pictures: TargetPictures,
    private readonly finished: FinishedPictures,
    private readonly maker: DocumentMaker,
  ) {}

  /**
   * @param read the briefing; asked for when its turn comes, so that a refused one costs nothing and none is old by then.
   * @throws AppError busy, and what `read` throws.
   */
  write(
    read: () => Promise<BriefingAnswer>,
    format: DocumentFormat,
    language: Language,
  ): Promise<Uint8Array> {
    return this.maker.make(async (): Promise<DocumentOrder> => {
      const briefing = await read();
      return {
        format,
        language,
        document: briefing.document,
        charts: await this.charts(briefing, language),
        chartRatio: look.width / look.height,
        service: pictureWords[language].service,
        madeAt: this.clock().toISOString(),
      };
    });
  }

  /** One after the other, so that whoever asks for a single picture waits for one of these at most. */
  private async charts(briefing: BriefingAnswer, language: Language): Promise<Record<string, Uint8Array>> {
    const asOf = new Date(briefing.asOf);
    const drawn: Record<string, Uint8Array> = {};
    for (const section of briefing.document.sections)
      for (const block of section.blocks) {
        if (block.kind !== 'chart') continue;
        try {
          const { picture } = await this.pictures.read(block.target, asOf, { ...look, language });
          // The document says it beside the chart.
          drawn[block.target] = (await this.finished.draw({ ...picture, standing: null }, 'png')).bytes;
        } catch (error) {
          // The document says that it is missing; a chart never costs a briefing.
          this.log.warn(
            `a briefing goes without the chart of ${block.target}: ${error instanceof Error ? error.message : String(error)}`,
          );
        }
      }
    return drawn;
  }
}
