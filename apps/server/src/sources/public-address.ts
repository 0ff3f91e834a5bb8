import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Whether an address is one of the public internet: not private, loopback, link-local, unique local, carrier-grade
 * NAT, multicast, reserved or unspecified, nor one of those inside an IPv6 address (IPv4-mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** The host of a URL when that is an address, without the brackets of IPv6; null when it is a name. */
export function literalAddress(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? null : host;
}

/** A connection that was not made, with the reason in words. */
export class NotAsked extends Error {
  override readonly name = 'NotAsked';
}

export function notPublic(host: string, address: string): string {
  const where = host === address ? address : `${host}（${address}）`;
  return `${where} 不是公网地址；确需读取内网，请把 allowPrivateAddress 设为 true`;
}

/**
 * Resolves a name for a connection, and refuses it when any of its addresses is not public. The connection goes to
 * the very addresses that were looked at, so a name that resolves differently a moment later gains nothing.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? [];
    if (error || !first) {
      callback(error ?? new NotAsked(`${hostname} 没有地址`), []);
      return;
    }
    const hidden = addresses.find(({ address }) => !isPublicAddress(address));
    if (hidden) callback(new NotAsked(notPublic(hostname, hidden.address)), []);
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
