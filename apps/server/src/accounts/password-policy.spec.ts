import { passwordRefusal } from './password-policy.js';

const names = ['wang.fang', '王芳'];

describe('passwordRefusal', () => {
  it.each([
    'correct horse battery',
    '关中平原城市群规划监测平台',
    'x7f-2kd-9qm-4wz',
    'all lower case letters',
    '839201746553',
    '12-34-56-78-!!',
  ])('takes %s: length is what counts, no composition is asked for', (password) => {
    expect(passwordRefusal(password, names)).toBeNull();
  });

  it.each([
    ['too short', 'short', /12/],
    ['too short when signs are counted as people count them', '👍👍👍👍👍👍', /12/],
    ['too long', 'xyz-'.repeat(40), /128/],
    ['common', 'Password1234', /常见/],
    ['common but for case and signs', 'Pass-Word_1234!', /常见/],
    ['common here', 'GuanZhong-12345', /常见/],
    ['one character', 'aaaaaaaaaaaaaa', /常见/],
    ['one piece over and over', '西安西安西安西安西安西安', /常见/],
    ['blanks', ' '.repeat(14), /常见/],
    ['signs alone', '!@#$%^&*()_+', /常见/],
    ['the name of the person again and again', '王芳-王芳-王芳-王芳-2026', /姓名/],
    ['the name with digits', 'wangfang2026', /姓名/],
    ['the name with signs', 'Wang.Fang.1990!', /姓名/],
  ])('refuses what is %s', (_what, password, reason) => {
    expect(passwordRefusal(password, names)).toMatch(reason);
  });
});
