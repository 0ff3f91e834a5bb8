import { Inject, Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import type { Configuration, SingleSignOn as Settings } from '#configuration';
import { AppError } from '#contract';
import { CONFIGURATION } from '../runtime.module.js';
import { rightsOf } from './claims.js';

const log = new Logger('SingleSignOn');

/** What the browser keeps between going to the provider and coming back. */
export interface Journey {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The page that was wanted. */
  readonly to: string;
}

/** Somebody the provider vouches for. */
export interface Person {
  readonly subject: string;
  readonly suggestedName: string;
  readonly displayName: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly idToken: string;
}

/** OpenID Connect: code flow with PKCE, state and nonce. Asks nobody anything until somebody wants to log in by it. */
@Injectable()
export class SingleSignOn {
  readonly settings: Settings | null;
  private found: Promise<oidc.Configuration> | null = null;

  constructor(@Inject(CONFIGURATION) private readonly configuration: Configuration) {
    this.settings = configuration.singleSignOn;
  }

  /** Where the browser goes, and what it keeps for coming back. */
  async begin(to: string): Promise<{ readonly address: string; readonly journey: Journey }> {
    const journey = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      to,
    };
    const address = oidc.buildAuthorizationUrl(await this.provider(), {
      redirect_uri: this.callback,
      scope: this.required().scope,
      state: journey.state,
      nonce: journey.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(journey.verifier),
      code_challenge_method: 'S256',
    });
    return { address: address.href, journey };
  }

  /**
   * Whom the provider sent back.
   * @param query of the address at which the browser came back.
   * @throws AppError unauthenticated when it does not belong to the journey, or the provider refused.
   */
  async finish(query: string, journey: Journey): Promise<Person> {
    const provider = await this.provider();
    try {
      const tokens = await oidc.authorizationCodeGrant(provider, new URL(`${this.callback}?${query}`), {
        expectedState: journey.state,
        expectedNonce: journey.nonce,
        pkceCodeVerifier: journey.verifier,
        idTokenExpected: true,
      });
      const own = tokens.claims()!;
      const more =
        provider.serverMetadata().userinfo_endpoint === undefined
          ? {}
          : await oidc.fetchUserInfo(provider, tokens.access_token, own.sub);
      return personOf({ ...more, ...own }, tokens.id_token!, this.required());
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log.warn(`a log-in by single sign-on was refused: ${error.message}`);
      throw new AppError('unauthenticated', 'Single sign-on did not let you in; begin again.', [], {
        cause: error,
      });
    }
  }

  /**
   * Where the browser goes to log out there too; null: the provider has no such place, or cannot be asked for it. Here
   * the log-out has happened by then, whatever the provider says.
   */
  async endAt(idToken: string): Promise<string | null> {
    if (!this.settings) return null;
    try {
      const provider = await this.provider();
      if (provider.serverMetadata().end_session_endpoint === undefined) return null;
      const parameters = {
        id_token_hint: idToken,
        post_logout_redirect_uri: `${this.configuration.publicUrl}/log-in`,
      };
      return oidc.buildEndSessionUrl(provider, parameters).href;
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  }

  /** What the provider's word makes of somebody; null: they may not come in. */
  rights(claims: Readonly<Record<string, unknown>>) {
    return rightsOf(claims, this.required());
  }

  private required(): Settings {
    if (!this.settings) throw new AppError('not-found', 'Single sign-on is not set up here (OIDC_ISSUER).');
    return this.settings;
  }

  private get callback(): string {
    return `${this.configuration.publicUrl}/api/v1/session/oidc/callback`;
  }

  /** Asked once; again when it failed. */
  private provider(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.required();
    this.found ??= oidc
      .discovery(
        new URL(issuer),
        clientId,
        clientSecret ?? undefined,
        clientSecret === null ? oidc.None() : undefined,
        // The settings allow it on this machine only.
        { timeout: 10, ...(issuer.startsWith('http:') && { execute: [oidc.allowInsecureRequests] }) },
      )
      .catch((error: unknown) => {
        this.found = null;
        throw new AppError(
          'busy',
          `统一身份认证暂时连接不上。The provider of single sign-on cannot be reached just now: ${error instanceof Error ? error.message : String(error)}`,
          [],
          { cause: error },
        );
      });
    return this.found;
  }
}

/** What openid-client says no with: the provider's own refusals, and answers that do not belong to the journey. */
function isRefusal(error: unknown): error is Error {
  return (
    error instanceof oidc.ClientError ||
    error instanceof oidc.AuthorizationResponseError ||
    error instanceof oidc.ResponseBodyError ||
    error instanceof oidc.WWWAuthenticateChallengeError ||
    (error instanceof TypeError && 'code' in error)
  );
}

function personOf(claims: Record<string, unknown>, idToken: string, { nameClaim }: Settings): Person {
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name].trim() : '');
  const subject = text('sub');
  const name = text(nameClaim)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .slice(0, 50)
    .replaceAll(/^[^a-z0-9]+|-+$/g, '');
  return {
    subject,
    suggestedName: name === '' ? 'user' : name,
    displayName: (text('name') || text(nameClaim) || subject).slice(0, 100),
    claims,
    idToken,
  };
}
