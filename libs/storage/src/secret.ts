import { createHash, randomBytes } from 'node:crypto';

/** A new secret: 256 random bits, with a prefix that a leak scanner can recognise. */
export function newSecret(): string {
  return `gzm_${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a secret: its SHA-256 in hex. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
