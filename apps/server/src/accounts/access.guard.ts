import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AppError } from '#contract';
import { ACCESS, type AccessLevel, type AuthenticatedRequest, permits } from './access.js';
import { Authentication } from './authentication.js';

/** Lets a request through when its caller may do what the route needs. A route that does not say is admin's. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const level =
      this.reflector.getAllAndOverride<AccessLevel | undefined>(ACCESS, [
        context.getHandler(),
        context.getClass(),
      ]) ?? 'admin';
    if (level === 'public') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const caller = await this.authentication.callerOf(request.headers);
    if (!caller)
      throw new AppError(
        'unauthenticated',
        'Send a valid token as "Authorization: Bearer TOKEN" (or as Basic password), or log in at the page.',
      );
    if (!permits(caller.role, level))
      throw new AppError('not-permitted', `This needs the role ${level}; ${caller.name} is ${caller.role}.`);
    request.caller = caller;
    return true;
  }
}
