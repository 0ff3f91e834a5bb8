import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { Authentication } from './authentication.js';
import { SessionController } from './session.controller.js';

@Module({
  controllers: [SessionController],
  providers: [Authentication, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Authentication],
})
export class AccountsModule {}
