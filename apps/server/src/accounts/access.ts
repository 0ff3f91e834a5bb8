import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Request } from 'express';
import { AppError, type Role } from '#contract';
import type { Caller } from '#storage';
import type { Principal } from './authentication.js';

export const ACCESS = 'access';
export const BEFORE_PASSWORD_CHANGE = 'before-password-change';

/** Who may call a route: nobody in particular, or a caller of at least that role. Every route says it. */
export type AccessLevel = 'public' | Role;
export const Access = (level: AccessLevel): MethodDecorator & ClassDecorator => SetMetadata(ACCESS, level);

/** Open also to those who still have to change the password that they were given. */
export const BeforePasswordChange = (): MethodDecorator & ClassDecorator =>
  SetMetadata(BEFORE_PASSWORD_CHANGE, true);

const ranks: Record<Role, number> = { viewer: 1, uploader: 2, admin: 3 };

/** Whether a caller of `role` may do what needs `level`. */
export function permits(role: Role, level: Role): boolean {
  return ranks[role] >= ranks[level];
}

/**
 * The caller, when there is one and it may do what needs `level`.
 * @throws AppError unauthenticated, not-permitted.
 */
export function admitted(caller: Caller | null, level: Role): Caller {
  if (!caller)
    throw new AppError(
      'unauthenticated',
      'Send a valid token as "Authorization: Bearer TOKEN" (or as Basic password), or log in at the page.',
    );
  if (!permits(caller.role, level))
    throw new AppError('not-permitted', `This needs the role ${level}; ${caller.name} is ${caller.role}.`);
  return caller;
}

export interface AuthenticatedRequest extends Request {
  principal?: Principal;
}

/** Who asks a route that is not public, and by what they proved it. */
export const CurrentPrincipal = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal => {
    const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (!principal) throw new AppError('unauthenticated', 'Log in, or send a token.');
    return principal;
  },
);

/** The authenticated caller of a route that is not public. */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new AppError('unauthenticated', 'Log in, or send a token.');
  return principal.caller;
});
