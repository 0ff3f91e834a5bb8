import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  ACCESS,
  type AccessLevel,
  admitted,
  type AuthenticatedRequest,
  BEFORE_PASSWORD_CHANGE,
} from './access.js';
import { Authentication, requireOwnPassword } from './authentication.js';

/** Lets a request through when its caller may do what the route needs. A route that does not say is admin's. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const said = <T>(key: string) =>
      this.reflector.getAllAndOverride<T | undefined>(key, [context.getHandler(), context.getClass()]);
    const level = said<AccessLevel>(ACCESS) ?? 'admin';
    if (level === 'public') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const principal = await this.authentication.principalOf(request);
    admitted(principal?.caller ?? null, level);
    if (principal && said<boolean>(BEFORE_PASSWORD_CHANGE) !== true) requireOwnPassword(principal);
    if (principal) request.principal = principal;
    return true;
  }
}
