import { setTimeout as after } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Injectable, Logger } from '@nestjs/common';
import type { Verdict } from '#assessment';
import type { NotificationMessage, TargetFacts } from '#monitoring';
import { FinishedPictures } from '../pictures/finished-pictures.js';
import type { Language, Look } from '../pictures/picture.js';
import { TargetPictures } from '../pictures/target-pictures.js';

/** The chart of an alert's target, drawn. */
export interface AlertPicture {
  /** The target's code. */
  readonly target: string;
  readonly language: Language;
  readonly png: Uint8Array;
}

/** Twice as sharp as it is wide, for the screens that mails are read on. */
const look = { width: 800, height: 450, scale: 2, theme: 'light' } as const satisfies Partial<Look>;
/** A mail waits no longer for its pictures. */
const longestWaitMs = 10_000;
/** A mail shows the charts of so many targets at most. */
const mostTargets = 4;

/** Draws what an alert mail shows besides its words. */
@Injectable()
export class AlertPictures {
  private readonly log = new Logger(AlertPictures.name);
  private failing = false;

  constructor(
    private readonly targets: TargetPictures,
    private readonly finished: FinishedPictures,
  ) {}

  /**
   * The charts of the first targets that a message has news of, in Chinese and in English; none where it cannot be
   * drawn, or would show another verdict than the message tells, as of a late one after further values came. A picture
   * never costs a mail: whatever fails is said once.
   */
  async of({ alerts }: NotificationMessage): Promise<readonly AlertPicture[]> {
    const told = new Map<string, TargetFacts>();
    for (const { isNews, target, withdrawn } of alerts)
      if (isNews && target && !withdrawn && told.size < mostTargets) told.set(target.target.code, target);
    if (told.size === 0) return [];
    try {
      const pictures = await Promise.race([this.drawn([...told.values()]), tooLate()]);
      this.failing = false;
      return pictures;
    } catch (error) {
      if (!this.failing)
        this.log.warn(
          `mails go out without their pictures: ${error instanceof Error ? error.message : String(error)}`,
        );
      this.failing = true;
      return [];
    }
  }

  private async drawn(targets: readonly TargetFacts[]): Promise<AlertPicture[]> {
    const pictures: AlertPicture[] = [];
    for (const { target, verdict } of targets)
      for (const language of ['zh', 'en'] as const) {
        const shown = await this.targets.read(target.code, null, { ...look, language });
        if (!tellsTheSame(shown.verdict, verdict)) break;
        const { bytes } = await this.finished.draw(shown.picture, 'png');
        pictures.push({ target: target.code, language, png: bytes });
      }
    return pictures;
  }
}

/** Whether two verdicts would be put in the same words; how much time is gone may differ by a day. */
function tellsTheSame(shown: Verdict, told: Verdict): boolean {
  const said = ({ status, reason, observed, due, targetValue, targetUpper }: Verdict) => [
    status,
    reason,
    observed,
    due,
    targetValue,
    targetUpper,
  ];
  return isDeepStrictEqual(said(shown), said(told));
}

async function tooLate(): Promise<never> {
  await after(longestWaitMs, undefined, { ref: false });
  throw new Error(`they were not drawn within ${longestWaitMs / 1000} s`);
}
