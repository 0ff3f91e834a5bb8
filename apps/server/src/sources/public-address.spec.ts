import { lookup } from 'node:dns/promises';
import { isPublicAddress, literalAddress, lookupPublic } from './public-address.js';

describe('isPublicAddress', () => {
  it.each([
    ['1.2.4.8', true],
    ['202.100.4.15', true],
    ['2400:3200::1', true],
    ['127.0.0.1', false],
    ['127.255.0.3', false],
    ['0.0.0.0', false],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['100.127.255.254', false],
    ['198.18.0.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['fe80::1', false],
    ['fe80::1%eth0', false],
    ['fc00::1', false],
    ['fd12:3456::1', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:10.0.0.1', false],
    ['::ffff:7f00:1', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['2001::1', false],
    ['ff02::1', false],
    ['::ffff:1.2.4.8', true],
    ['localhost', false],
    ['', false],
  ])('of %s is %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});

describe('literalAddress', () => {
  it.each([
    ['http://stats.example.cn/', null],
    ['http://[::1]:8080/', '::1'],
    // Every way of writing loopback that an address bar knows becomes this one.
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f.1/', '127.0.0.1'],
    ['http://0177.0.0.1/', '127.0.0.1'],
    ['http://127.1/', '127.0.0.1'],
  ])('of %s is %s', (url, address) => {
    expect(literalAddress(new URL(url))).toBe(address);
  });
});

describe('lookupPublic', () => {
  const resolve = (host: string, all: boolean) =>
    new Promise((done) => lookupPublic(host, { all }, (error, address) => done(error?.message ?? address)));

  it.each([true, false])('refuses a name with an address that is not public (all: %s)', async (all) => {
    const { address } = await lookup('localhost');
    expect(await resolve('localhost', all)).toContain(`localhost（${address}） 不是公网地址`);
  });

  it('says that a name has no address', async () => {
    expect(await resolve('no-such-host.invalid', true)).toMatch(/ENOTFOUND|EAI_AGAIN/);
  });
});
