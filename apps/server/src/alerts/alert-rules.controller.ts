import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import type { z } from 'zod';
import { type AlertRule, alertRuleSchema, AppError } from '#contract';
import {
  addAuditEntry,
  type Caller,
  type Database,
  inTransaction,
  readAlertRules,
  saveAlertRule,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';
import { checkName, namePath } from './path-name.js';

const ruleBody = alertRuleSchema.partial({ name: true });

/** From which status on an alert fires. */
@Controller('api/v1/alert-rules')
@Access('viewer')
export class AlertRulesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  rules(): Promise<AlertRule[]> {
    return readAlertRules(this.database.manager);
  }

  @Get(':name')
  async rule(@Param('name') name: string): Promise<AlertRule> {
    const rule = (await this.rules()).find((candidate) => candidate.name === name);
    if (!rule) throw new AppError('not-found', `There is no alert rule named ${name}.`);
    return rule;
  }

  @Put(':name')
  @Access('admin')
  async save(
    @Param({ schema: namePath }) { name }: z.infer<typeof namePath>,
    @Body({ schema: ruleBody }) body: z.infer<typeof ruleBody>,
    @CurrentCaller() caller: Caller,
  ): Promise<AlertRule> {
    checkName(name, body.name);
    const rule: AlertRule = { ...body, name };
    await inTransaction(this.database, async (tx) => {
      await saveAlertRule(tx, rule);
      await addAuditEntry(tx, {
        at: this.clock(),
        who: caller.name,
        action: 'change',
        subject: `alert rule ${name}`,
        details: rule,
      });
    });
    return rule;
  }
}
