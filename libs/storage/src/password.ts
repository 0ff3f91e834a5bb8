import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id (Password Storage Cheat Sheet, 2024): 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** How a hash of these parameters begins; the library's own choice of algorithm is argon2id. */
const asOfNow = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`;

/** One password may be typed as several sequences of characters (é, full-width letters): NFKC makes them one. */
const normalised = (password: string) => password.normalize('NFKC');

/** The password's argon2id hash in PHC format. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), parameters);
}

/** Of 32 random bytes that nobody kept. Checking against it takes as long as against a real one. */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$L82UUZ+I8TLnHSTCymfAog$2CSTNTdgFf5t6t0RA2KKFFNx8cJShP6mYWPZnhZuLKM';

/**
 * Whether the password has that hash.
 * @param passwordHash null where there is none: false, and as late as otherwise.
 */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? nobodysHash, normalised(password));
  return passwordHash !== null && matches;
}

/** Whether a hash was made with other parameters than are used now. */
export function isOldHash(passwordHash: string): boolean {
  return !passwordHash.startsWith(asOfNow);
}

/** A password to be told to somebody, who then changes it: easily read out, 4 × 5 letters and digits, 94 bits. */
export function newPassword(): string {
  return Array.from({ length: 4 }, () => randomText(5)).join('-');
}

/** Without 0, 1, i, l and o, which are taken for each other. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';

function randomText(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
