import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccountsController } from './accounts.controller.js';
import { AuditController } from './audit.controller.js';
import { Authentication } from './authentication.js';
import { LogIn } from './log-in.js';
import { OwnAccountController } from './own-account.controller.js';
import { PageSessions } from './page-sessions.js';
import { SessionController } from './session.controller.js';
import { SingleSignOn } from './single-sign-on.js';
import { SingleSignOnController } from './single-sign-on.controller.js';
import { TokensController } from './tokens.controller.js';

/** Who is asking, and what they may do. */
@Module({
  controllers: [
    AccountsController,
    AuditController,
    OwnAccountController,
    SessionController,
    SingleSignOnController,
    TokensController,
  ],
  providers: [
    Authentication,
    LogIn,
    PageSessions,
    SingleSignOn,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Authentication],
})
export class AccountsModule {}
