import { excerptOf, secretsOfUrl } from './excerpt.js';

describe('excerptOf', () => {
  it('hides what lets one in, wherever an answer repeats it', () => {
    const address = 'https://user:pass%2Bword@oapi.dingtalk.com/robot/send?access_token=0123456789abcdef';
    const answer = '{"msg":"no such token 0123456789abcdef, pass+word, pass%2Bword, SECtestsecret"}';
    expect(excerptOf(answer, [...secretsOfUrl(address), 'SECtestsecret'])).toBe(
      '{"msg":"no such token ***, ***, ***, ***"}',
    );
  });

  it('hides the token in a path, and leaves its words', () => {
    const address = 'https://open.feishu.cn/open-apis/bot/v2/hook/5e3d587e-d78e-4a07';
    expect(secretsOfUrl(address)).toEqual(['open-apis', '5e3d587e-d78e-4a07']);
  });

  it('hides a password however short, and no short name', () => {
    expect(excerptOf('duty: wrong password hush', secretsOfUrl('smtp://duty:hush@mail'))).toBe(
      'duty: wrong password ***',
    );
  });

  it('hides a secret as JSON writes it', () => {
    expect(excerptOf(JSON.stringify({ got: 'top"secret\\1' }), ['top"secret\\1'])).toBe('{"got":"***"}');
  });

  it('has 500 characters at most, and none that a database refuses', () => {
    expect([...excerptOf('路'.repeat(600), [])]).toHaveLength(500);
    expect(excerptOf('a\0b\r\nc', [])).toBe('a b c');
  });

  it('cuts after hiding, so that no half of a secret is left', () => {
    expect(excerptOf(`${'x'.repeat(495)}topsecret1`, ['topsecret1'])).toBe(`${'x'.repeat(495)}***`);
  });
});
