import type { Caller, Freshness } from '#storage';

/** What is known of one request. */
export interface Checked {
  /** Stands for all that panels show. */
  readonly version: string;
  /** Who holds the token; null: nobody, or none was asked about. */
  readonly caller: Caller | null;
}

interface Waiting {
  readonly token: string | null;
  readonly resolve: (checked: Checked) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Asks the database, for every request after it arrived, which version the data has and whether its token holds: what
 * another process committed before it answered is known here by then, and a token revoked is refused at once.
 *
 * Requests that arrive while a look at the database is under way share the next one. They cannot share that one: it may
 * have read before they arrived.
 */
export class FreshnessCheck {
  private waiting: Waiting[] = [];
  private underWay = false;

  /** @param read looks at the database: the version, and who holds these tokens. */
  constructor(private readonly read: (tokens: readonly string[]) => Promise<Freshness>) {}

  /** @param token SHA-256 of a token in hex, null where the caller is known already. */
  check(token: string | null): Promise<Checked> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ token, resolve, reject });
      if (!this.underWay) void this.look();
    });
  }

  private async look(): Promise<void> {
    this.underWay = true;
    while (this.waiting.length > 0) {
      const together = this.waiting;
      this.waiting = [];
      const found = await this.freshness(together);
      for (const { token, resolve, reject } of together) {
        if ('error' in found) reject(found.error);
        else
          resolve({
            version: found.version,
            caller: (token === null ? undefined : found.callers.get(token)) ?? null,
          });
      }
    }
    this.underWay = false;
  }

  private async freshness(together: readonly Waiting[]): Promise<Freshness | { readonly error: unknown }> {
    const tokens = new Set(together.flatMap(({ token }) => (token === null ? [] : [token])));
    try {
      return await this.read([...tokens]);
    } catch (error) {
      return { error };
    }
  }
}
