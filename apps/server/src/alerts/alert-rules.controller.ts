import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { mayReplace, type Rule } from '#alerting';
import {
  type AlertRule,
  alertRuleSchema,
  AppError,
  ruleOf,
  type WrittenAlertRule,
  writtenAlertRuleSchema,
} from '#contract';
import { changeDue } from '#monitoring';
import {
  addAuditEntry,
  type Caller,
  type Database,
  inTransaction,
  isSameJson,
  readCurrentRuleVersions,
  readRuleVersions,
  type RuleVersion,
  saveAlertRule,
  type Tx,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';
import { checkReplaces, staleVersion } from './replaced-version.js';
import { checkName, namePath } from './path-name.js';

/** What the service watches for. A change counts from the next round on; lives of its alerts go on. */
@Controller('api/v1/alert-rules')
@Access('viewer')
export class AlertRulesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: z.array(alertRuleSchema) })
  async rules(): Promise<AlertRule[]> {
    return (await readCurrentRuleVersions(this.database.manager)).map(shown);
  }

  @Get(':name')
  @ApiOkResponse({ standardSchema: alertRuleSchema })
  async rule(@Param('name') name: string): Promise<AlertRule> {
    const [newest] = await this.versions(name);
    return newest!;
  }

  /** Every version, the newest first. */
  @Get(':name/versions')
  @ApiOkResponse({ standardSchema: z.array(alertRuleSchema) })
  async versions(@Param('name') name: string): Promise<AlertRule[]> {
    const versions = await readRuleVersions(this.database.manager, name);
    if (versions.length === 0) throw new AppError('not-found', `There is no alert rule named ${name}.`);
    return versions.map(shown);
  }

  /** Makes a rule, or the next version of the one that the body says it replaces. Without a change there is none. */
  @Put(':name')
  @Access('admin')
  @ApiOkResponse({ standardSchema: alertRuleSchema })
  async save(
    @Param({ schema: namePath }) { name }: z.infer<typeof namePath>,
    @Body({ schema: writtenAlertRuleSchema }) body: WrittenAlertRule,
    @CurrentCaller() caller: Caller,
  ): Promise<AlertRule> {
    checkName(name, body.name);
    return inTransaction(this.database, async (tx) => {
      const [current = null] = await readRuleVersions(tx, name);
      if (current && isSameJson(current.rule, ruleOf(body, name, current.rule.version)))
        return shown(current);
      const what = `alert rule ${name}`;
      checkReplaces(what, body.version, current && { ...current, version: current.rule.version });
      const rule = ruleOf(body, name, (current?.rule.version ?? 0) + 1);
      if (current) checkKind(current.rule, rule);
      return this.saveVersion(tx, what, rule, caller);
    });
  }

  private async saveVersion(tx: Tx, what: string, rule: Rule, caller: Caller): Promise<AlertRule> {
    const now = this.clock();
    if (!(await saveAlertRule(tx, rule, { at: now, by: caller.name }))) {
      const [newest] = await readRuleVersions(tx, rule.name);
      throw staleVersion(what, newest && { ...newest, version: newest.rule.version });
    }
    await addAuditEntry(tx, {
      at: now,
      who: caller.name,
      action: 'change',
      subject: what,
      details: rule,
    });
    await changeDue(tx);
    return shown({ rule, changedAt: now, changedBy: caller.name });
  }
}

/** The lives of a rule's alerts go on with its next version; under another kind of condition they would be about something else. */
function checkKind(before: Rule, after: Rule): void {
  if (mayReplace(before, after)) return;
  const message = `The rule ${before.name} is about ${before.condition.kind} and stays so: disable it, and make a new one.`;
  throw new AppError('conflict', message, [{ path: 'condition.kind', code: 'another-kind', message }]);
}

function shown({ rule, changedAt, changedBy }: RuleVersion): AlertRule {
  return {
    ...ruleOf(rule, rule.name, rule.version),
    version: rule.version,
    changedAt: changedAt.toISOString(),
    changedBy,
  };
}
