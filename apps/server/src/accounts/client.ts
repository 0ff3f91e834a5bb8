import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/** Where a request comes from, as it is shown in lists and counted. */
export interface Client {
  /** The address as it is shown. */
  readonly address: string;
  /** What failures are counted for: of IPv6 the network, for its holder has all of its addresses. */
  readonly counted: string;
  readonly userAgent: string;
}

/** The client of a request: behind a trusted proxy (TRUSTED_PROXIES) whoever that names. */
export function clientOf(request: Request): Client {
  const address = request.ip ?? '';
  return {
    address,
    counted: countedAddress(address),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
  };
}

/** An IPv4 address as it is, of an IPv6 address its /64. */
export function countedAddress(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${parsed.toNormalizedString().split(':').slice(0, 4).join(':')}::/64`;
}
