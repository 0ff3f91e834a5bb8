import { cookieOf, credentialOf, sessionCookieName } from './credentials.js';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('credentialOf', () => {
  it.each([
    ['a bearer token', { authorization: 'Bearer abc' }, { kind: 'token', secret: 'abc' }],
    ['whatever the case of the scheme', { authorization: 'bearer  abc' }, { kind: 'token', secret: 'abc' }],
    [
      'the password of Basic',
      { authorization: basic('grafana:s3:cret') },
      { kind: 'token', secret: 's3:cret' },
    ],
    ['Basic without a colon', { authorization: basic('grafana') }, null],
    ['an unknown scheme', { authorization: 'Digest abc' }, null],
    ['the cookie', { cookie: 'a=1; guanzhong_session=xyz' }, { kind: 'session', secret: 'xyz' }],
    ['an empty cookie', { cookie: 'guanzhong_session=' }, null],
    [
      'a header before a cookie',
      { authorization: 'Bearer abc', cookie: 'guanzhong_session=xyz' },
      { kind: 'token', secret: 'abc' },
    ],
    [
      'no cookie where the header cannot be read',
      { authorization: 'Digest a', cookie: 'guanzhong_session=x' },
      null,
    ],
    ['nothing', {}, null],
  ])('reads %s', (_case, headers, credential) => {
    expect(credentialOf(headers, sessionCookieName(false))).toEqual(credential);
  });
});

it('takes the cookie under the name that this host alone can set where it is sent over HTTPS only', () => {
  const name = sessionCookieName(true);
  expect(name).toMatch(/^__Host-/);
  expect(credentialOf({ cookie: 'guanzhong_session=planted' }, name)).toBeNull();
  expect(credentialOf({ cookie: `${name}=own` }, name)).toEqual({ kind: 'session', secret: 'own' });
});

it('keeps the equals signs of a cookie', () => {
  expect(cookieOf('a=1; b=x=y; c=', 'b')).toBe('x=y');
  expect(cookieOf('a=1; b=x=y; c=', 'c')).toBeNull();
});
