import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { expire, matchesAll, type Silence, silenceState } from '#alerting';
import {
  AppError,
  type NewSilence,
  newSilenceSchema,
  type ShownSilence,
  silencePreviewQuerySchema,
  type SilencePreview,
  silencePreviewSchema,
  silenceSchema,
} from '#contract';
import { changeDue } from '#monitoring';
import {
  addAuditEntry,
  addSilence,
  type Caller,
  type Database,
  inTransaction,
  lockSilence,
  moveSilence,
  readAlerts,
  readSilence,
  readSilences,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';
import { idPath, type IdPath, limit } from './id-path.js';
import { shownAlerts } from './shown-alerts.js';

const silencesQuery = z.object({ state: silenceSchema.shape.state.optional(), limit });
/** So many alerts are shown of those that a silence would mute; the number says how many there are. */
const mostPreviewed = 100;

/** That alerts of a kind need not be told for a while, who says so and why. */
@Controller('api/v1/silences')
@Access('viewer')
export class SilencesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The newest first. */
  @Get()
  @ApiOkResponse({ standardSchema: z.array(silenceSchema) })
  async silences(
    @Query({ schema: silencesQuery }) { state, limit: most }: z.infer<typeof silencesQuery>,
  ): Promise<ShownSilence[]> {
    const now = this.clock();
    const all = await readSilences(this.database.manager, {
      ...(state !== undefined && state !== 'expired' && { notEndedAt: now }),
    });
    return all
      .map((silence) => shown(silence, now))
      .filter((silence) => state === undefined || silence.state === state)
      .slice(0, most);
  }

  @Get(':id')
  @ApiOkResponse({ standardSchema: silenceSchema })
  async silence(@Param({ schema: idPath }) { id }: IdPath): Promise<ShownSilence> {
    return shown(await readSilence(this.database.manager, id), this.clock());
  }

  @Post()
  @Access('admin')
  @ApiCreatedResponse({ standardSchema: silenceSchema })
  async add(
    @Body({ schema: newSilenceSchema }) asked: NewSilence,
    @CurrentCaller() caller: Caller,
  ): Promise<ShownSilence> {
    const now = this.clock();
    const { matchers, comment } = asked;
    const startsAt = new Date(asked.startsAt ?? now).toISOString();
    const endsAt = new Date(asked.endsAt).toISOString();
    checkEnd(endsAt, now);
    const silence = { matchers, comment, author: caller.name, startsAt, endsAt };
    const id = await inTransaction(this.database, async (tx) => {
      const added = await addSilence(tx, { ...silence, createdAt: now });
      await addAuditEntry(tx, {
        at: now,
        who: caller.name,
        action: 'add',
        subject: `silence ${added}`,
        details: silence,
      });
      await changeDue(tx);
      return added;
    });
    return shown({ ...silence, id: String(id) }, now);
  }

  /** Ends it now. It stays to be seen, as an expired one does. */
  @Delete(':id')
  @Access('admin')
  @ApiOkResponse({ standardSchema: silenceSchema })
  async end(
    @Param({ schema: idPath }) { id }: IdPath,
    @CurrentCaller() caller: Caller,
  ): Promise<ShownSilence> {
    const now = this.clock();
    return inTransaction(this.database, async (tx) => {
      const before = await lockSilence(tx, id);
      const ended = expire(before, now);
      if (ended !== before) {
        await moveSilence(tx, ended);
        await addAuditEntry(tx, {
          at: now,
          who: caller.name,
          action: 'end',
          subject: `silence ${id}`,
          details: { endsAt: ended.endsAt },
        });
        await changeDue(tx);
      }
      return shown(ended, now);
    });
  }

  /**
   * Which open alerts these matchers would silence; nothing is stored. Only for whoever may add silences: patterns put to
   * ten thousand alerts are work.
   */
  @Post('preview')
  @Access('admin')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: silencePreviewSchema })
  async preview(
    @Body({ schema: silencePreviewQuerySchema }) { matchers }: z.infer<typeof silencePreviewQuerySchema>,
  ): Promise<SilencePreview> {
    const { manager } = this.database;
    const open = await readAlerts(manager, {
      openOnly: true,
      mostUrgentFirst: true,
      limit: Number.MAX_SAFE_INTEGER,
    });
    const matched = (await shownAlerts(manager, open, this.clock())).filter(({ labels }) =>
      matchesAll(matchers, labels),
    );
    return { count: matched.length, alerts: matched.slice(0, mostPreviewed) };
  }
}

function shown(silence: Silence, now: Date): ShownSilence {
  const { id, matchers, author, comment, startsAt, endsAt } = silence;
  return {
    id: Number(id),
    matchers: [...matchers],
    author,
    comment,
    startsAt,
    endsAt,
    state: silenceState(silence, now),
  };
}

function checkEnd(endsAt: string, now: Date): void {
  if (new Date(endsAt) > now) return;
  const message = 'This silence would be over already: give an end in the future.';
  throw new AppError('invalid-request', message, [
    { path: 'endsAt', code: 'past', message, zh: '这个静默已经结束了：请填将来的时间。' },
  ]);
}
