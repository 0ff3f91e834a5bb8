import { get as getHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { get as getHttps } from 'node:https';
import { isUtf8 } from 'node:buffer';
import type { LookupFunction } from 'node:net';
import { basename } from 'node:path';
import { AppError } from '#contract';
import { errorMessage } from '../alerts/channels/error-message.js';
import type { Upload } from '../imports/upload.js';
import { isPublicAddress, literalAddress, lookupPublic, NotAsked, notPublic } from './public-address.js';
import { spoolBrought } from './spooled-file.js';

const mostRedirects = 3;
const longestConnectMs = 10_000;

export interface HttpPlace {
  readonly url: string;
  readonly authorization: string | null;
  readonly timeoutSeconds: number;
  readonly allowPrivateAddress: boolean;
}

/** What an address's content was known by when it was last imported. */
export interface Known {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export type Fetched =
  | { readonly state: 'notModified' }
  | ({ readonly state: 'fetched'; readonly upload: Upload } & Known)
  | { readonly state: 'failed'; readonly error: string };

interface FetchOptions {
  readonly limitBytes: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
  /** Resolves names where only public addresses may be asked; given by tests, which have no internet. */
  readonly lookup?: LookupFunction;
}

/**
 * Asks an address for its content unless that is what is known already (ETag, If-Modified-Since). Up to three
 * redirects are followed, each checked like the first address; the authorization goes to the first host only.
 */
export async function fetchChanged(place: HttpPlace, known: Known, options: FetchOptions): Promise<Fetched> {
  const timeout = AbortSignal.timeout(place.timeoutSeconds * 1000);
  const signal = AbortSignal.any([timeout, options.signal]);
  try {
    return await follow(place, known, { ...options, signal });
  } catch (error) {
    options.signal.throwIfAborted();
    if (timeout.aborted) return { state: 'failed', error: `${place.timeoutSeconds} 秒内没有收完答复` };
    if (error instanceof AppError) return { state: 'failed', error: error.detail };
    if (error instanceof NotAsked || isSystemError(error))
      return { state: 'failed', error: `读取失败：${errorMessage(error)}` };
    throw error;
  }
}

async function follow(
  place: HttpPlace,
  known: Known,
  { limitBytes, signal, lookup = lookupPublic }: FetchOptions,
): Promise<Fetched> {
  const first = new URL(place.url);
  let url = first;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const fault = addressFault(url, place.allowPrivateAddress);
    if (fault !== null) return { state: 'failed', error: fault };
    const response = await ask(url, {
      headers: {
        accept: '*/*',
        // Any other would have to be measured again once unpacked.
        'accept-encoding': 'identity',
        'user-agent': 'guanzhong-monitor',
        ...(known.etag !== null && { 'if-none-match': known.etag }),
        ...(known.lastModified !== null && { 'if-modified-since': known.lastModified }),
        ...(place.authorization !== null &&
          url.origin === first.origin && { authorization: place.authorization }),
      },
      signal,
      ...(!place.allowPrivateAddress && { lookup }),
    });
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) return take(response, url, limitBytes);
    response.destroy();
    if (statusCode === 304) return { state: 'notModified' };
    const location = isRedirect(statusCode) ? headers.location : undefined;
    if (location === undefined)
      return { state: 'failed', error: `服务器回答 ${statusCode} ${response.statusMessage ?? ''}`.trimEnd() };
    if (!URL.canParse(location, url.href))
      return { state: 'failed', error: `转向的地址无法读取：${location}` };
    url = new URL(location, url);
  }
  return { state: 'failed', error: `转向超过 ${mostRedirects} 次` };
}

/** Why an address may not be asked; names are checked when they are resolved, these have none. */
export function addressFault(url: URL, allowPrivateAddress: boolean): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `不支持 ${url.protocol} 地址`;
  const literal = literalAddress(url);
  if (!allowPrivateAddress && literal !== null && !isPublicAddress(literal))
    return notPublic(literal, literal);
  return null;
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function ask(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  const get = url.protocol === 'https:' ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    // A connection of its own: a kept one was checked under other rules.
    const request = get(url, { ...options, agent: false }, resolve);
    request.on('error', reject);
    request.on('socket', (socket) => {
      if (!socket.connecting) return;
      const tooLong = () => request.destroy(new NotAsked(`${longestConnectMs / 1000} 秒内没有接通`));
      const timer = setTimeout(tooLong, longestConnectMs);
      for (const event of ['connect', 'close']) socket.once(event, () => clearTimeout(timer));
    });
  });
}

async function take(response: IncomingMessage, url: URL, limitBytes: number): Promise<Fetched> {
  const { headers } = response;
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    response.destroy();
    return { state: 'failed', error: `服务器以 ${encoding} 压缩答复，而请求要求不压缩` };
  }
  const upload = await spoolBrought(response, fileName(headers['content-disposition'], url), limitBytes);
  return {
    state: 'fetched',
    upload,
    etag: headers.etag ?? null,
    lastModified: headers['last-modified'] ?? null,
  };
}

/** What the server calls the file, else the end of the address. */
function fileName(disposition: string | undefined, url: URL): string {
  const extended = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition ?? '')?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1];
  const named =
    decoded(extended ?? '') || asUtf8(plain ?? '') || decoded(basename(url.pathname)) || url.hostname;
  // The database keeps no NUL, and nobody wants the others.
  return named.replace(/\p{Cc}/gu, '').slice(0, 255) || url.hostname;
}

/** Headers are read as Latin-1; what servers put into them is mostly UTF-8. */
function asUtf8(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError || (error as Error).name === 'URIError') return text;
    throw error;
  }
}

/** What Node's network, name look-up, TLS and files fail with. By shape: it may come from another realm. */
function isSystemError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
