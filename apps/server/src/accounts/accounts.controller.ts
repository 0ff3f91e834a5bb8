import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseIntPipe,
  Post,
  Put,
  UseInterceptors,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  type Account,
  accountSchema,
  accountSettingsSchema,
  AppError,
  endedSchema,
  type FirstPassword,
  firstPasswordSchema,
  type ListedSession,
  listedSessionSchema,
  newAccountSchema,
} from '#contract';
import {
  addAccount,
  addAuditEntry,
  type Caller,
  changeAccount,
  type Database,
  endSessionsOf,
  forgetAttempts,
  forgetDevices,
  hashPassword,
  inTransaction,
  isSameJson,
  newPassword,
  readAccount,
  readAccounts,
  readSessions,
  setPassword,
  type Tx,
} from '#storage';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { Access, CurrentCaller } from './access.js';
import { NoStore } from './no-store.interceptor.js';
import { requireOrganisations } from './known-organisations.js';
import { noSession } from './own-account.controller.js';
import { shownAccount, shownSession } from './shown-account.js';

/** What administrators do with accounts. */
@Controller('api/v1/accounts')
@UseInterceptors(NoStore)
@Access('admin')
export class AccountsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: z.array(accountSchema) })
  async list(): Promise<Account[]> {
    return (await readAccounts(this.database.manager)).map(shownAccount);
  }

  /** The answer has the first password, this once. */
  @Post()
  @ApiCreatedResponse({ standardSchema: firstPasswordSchema })
  async add(
    @Body({ schema: newAccountSchema }) body: z.infer<typeof newAccountSchema>,
    @CurrentCaller() caller: Caller,
  ): Promise<FirstPassword> {
    const { name, ...settings } = body;
    const password = newPassword();
    const passwordHash = await hashPassword(password);
    const now = this.clock();
    const account = await inTransaction(this.database, async (tx) => {
      await requireOrganisations(tx, settings.organisations);
      await addAccount(tx, { ...body, passwordHash, createdAt: now, createdBy: caller.name });
      await this.record(tx, caller, 'add-account', name, settings);
      return readAccount(tx, name);
    });
    return { account: shownAccount(account), password };
  }

  @Put(':name')
  @ApiOkResponse({ standardSchema: accountSchema })
  async change(
    @Param('name') name: string,
    @Body({ schema: accountSettingsSchema })
    { was: seen, ...settings }: z.infer<typeof accountSettingsSchema>,
    @CurrentCaller() caller: Caller,
  ): Promise<Account> {
    if (name === caller.name && (settings.role !== 'admin' || settings.disabled))
      throw new AppError(
        'conflict',
        '不能停用自己或取消自己的管理员角色，请由另一位管理员操作。Nobody disables themselves or gives up the role of administrator; ask another administrator.',
      );
    const account = await inTransaction(this.database, async (tx) => {
      await requireOrganisations(tx, settings.organisations);
      const before = await changeAccount(tx, name, settings, this.clock());
      const { displayName, role, organisations, disabledAt } = before;
      const was = { displayName, role, organisations, disabled: disabledAt !== null };
      if (seen !== undefined) checkUnchanged(name, seen, was);
      await this.record(tx, caller, 'change-account', name, { from: was, to: settings });
      return readAccount(tx, name);
    });
    return shownAccount(account);
  }

  /** Gives an account a password that has to be changed at once; the answer has it, this once. */
  @Post(':name/password-reset')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: firstPasswordSchema })
  async resetPassword(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<FirstPassword> {
    const password = newPassword();
    const passwordHash = await hashPassword(password);
    const account = await inTransaction(this.database, async (tx) => {
      await setPassword(tx, name, passwordHash, true);
      await forgetDevices(tx, name);
      await forgetAttempts(tx, name);
      await this.record(tx, caller, 'reset-password', name, {});
      return readAccount(tx, name);
    });
    return { account: shownAccount(account), password };
  }

  /** Lets an account be tried again at once after too many failed log-ins. */
  @Post(':name/unlock')
  @HttpCode(204)
  @ApiNoContentResponse()
  async unlock(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<void> {
    await inTransaction(this.database, async (tx) => {
      await readAccount(tx, name);
      await forgetAttempts(tx, name);
      await this.record(tx, caller, 'unlock-account', name, {});
    });
  }

  @Get(':name/sessions')
  @ApiOkResponse({ standardSchema: z.array(listedSessionSchema) })
  async sessions(@Param('name') name: string): Promise<ListedSession[]> {
    const { sessionIdleMinutes } = this.configuration;
    await readAccount(this.database.manager, name);
    const found = await readSessions(this.database.manager, name, this.clock(), sessionIdleMinutes);
    return found.map((session) => shownSession(session, null));
  }

  @Delete(':name/sessions')
  @ApiOkResponse({ standardSchema: endedSchema })
  async endSessions(
    @Param('name') name: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof endedSchema>> {
    return { ended: await this.end(name, caller) };
  }

  @Delete(':name/sessions/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  async endSession(
    @Param('name') name: string,
    @Param('id', ParseIntPipe) id: number,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    if ((await this.end(name, caller, id)) === 0) throw noSession(id);
  }

  private end(name: string, caller: Caller, only?: number): Promise<number> {
    return inTransaction(this.database, async (tx) => {
      await readAccount(tx, name);
      const ended = await endSessionsOf(tx, name, only === undefined ? {} : { only });
      if (ended > 0) await this.record(tx, caller, 'end-sessions', name, { ended });
      return ended;
    });
  }

  private record(tx: Tx, caller: Caller, action: string, name: string, details: object): Promise<void> {
    return addAuditEntry(tx, {
      at: this.clock(),
      who: caller.name,
      action,
      subject: `account ${name}`,
      details,
    });
  }
}

interface Settings {
  readonly displayName: string;
  readonly role: string;
  readonly organisations: readonly string[] | null;
  readonly disabled: boolean;
}

const settingWords: Readonly<Record<keyof Settings, string>> = {
  displayName: '姓名',
  role: '角色',
  organisations: '单位',
  disabled: '是否停用',
};

/**
 * Lets a change through that was made on what is stored: else of two administrators the second would undo the first's
 * change unseen, and let an account in again that the first has disabled.
 * @throws AppError conflict, and with it the transaction ends
 */
function checkUnchanged(name: string, seen: Settings, stored: Settings): void {
  const whole = ({ organisations, ...rest }: Settings) => ({
    ...rest,
    organisations: organisations?.toSorted() ?? null,
  });
  const [before, now] = [whole(seen), whole(stored)];
  const changed = (Object.keys(settingWords) as (keyof Settings)[]).filter(
    (setting) => !isSameJson(before[setting], now[setting]),
  );
  if (changed.length === 0) return;
  throw new AppError(
    'conflict',
    `Somebody has changed the account ${name} meanwhile, and nothing was saved: look at it as it is now, and change that.`,
    changed.map((setting) => ({
      path: setting,
      code: 'changed-meanwhile',
      message: 'was changed meanwhile',
      zh: `别人刚改了这个账号的${settingWords[setting]}，所以没有保存。请关闭窗口，看过现在的内容再改。`,
    })),
  );
}
