/**
 * What a password must be: long enough, not a common one, not the name. No rules of composition, which make passwords
 * worse (NIST SP 800-63B, 3.1.1.2).
 */
import { AppError, longestPassword, shortestPassword } from '#contract';

/**
 * Long passwords that are in every list of leaked ones, and what people make of a short one when a long one is asked
 * for. Compared without case, spaces and signs.
 */
const common = new Set(
  `123456789012 1234567890123 0123456789012 1234567890abc 123456789abc 123456789qwe 123456789qaz 1234567890qwe
   1qaz2wsx3edc 1qaz2wsx3edc4rfv 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i q1w2e3r4t5y6 qazwsxedcrfv qazwsxedc123
   qwertyuiop123 qwertyuiopasdf qwertyuiopasdfghjkl qwertyuiop12 qwerty123456 qwerty1234567 qwertyqwerty asdfghjkl123
   asdfghjklqwe zxcvbnmasdfghjkl zxcvbnm12345 abcdefghijkl abcdefghijklm abcdefghijklmnop abcd12345678 abc123456789
   abcd123456789 a123456789012 a1234567890 aa1234567890 password1234 password12345 password123456 password1password
   passwordpassword passw0rd1234 passw0rd12345 p4ssw0rd1234 mypassword123 newpassword1 newpassword123 changeme1234
   changemenow12 letmein12345 welcome12345 welcome123456 administrator administrator1 administrator123 admin1234567
   admin12345678 admin123456789 adminadmin123 adminadminadmin root12345678 rootrootroot test12345678 testtesttest
   guest1234567 iloveyou1234 iloveyou12345 iloveyouforever superman1234 football1234 baseball1234 princess1234
   sunshine1234 trustno1trustno1 monkey123456 dragon123456 master123456 correcthorsebatterystaple
   woaini520131 woaini1314520 woaini5201314 woaiwojia123 5201314520131 52013145201314 1314520131452
   woaizhongguo woaizhongguo1 woaizhongguo123 zhongguo12345 zhongguo123456 beijing123456 beijing2008123 shanghai1234
   xian12345678 shaanxi12345 shaanxi123456 guanzhong1234 guanzhong12345 guanzhong123456 guanzhongjiance
   guanzhongjiance1 guanzhongjiance123 tongjiju1234 tongjiju123456 jiance123456 mima12345678 mimamimamima
   wodemima1234 wodemima123456 nimabi123456 qq1234567890 a1b2c3d4e5f6 a1b2c3d4e5f6g7 aaa111bbb222 aaaa11112222
   111222333444 112233445566 11223344556677 121212121212 123123123123 123321123321 123454321234 147258369147
   147258369000 159357159357 159753159753 741852963741 789456123000 789456123789 987654321000 987654321012
   098765432109 0987654321098 0987654321qwe`
    .split(/\s+/)
    .map(bare),
);

function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Why a password is refused; null when it is good.
 * @param names what the person is called: a password made of these is the first that is tried.
 */
export function passwordRefusal(password: string, names: readonly string[]): string | null {
  const length = [...password.normalize('NFKC')].length;
  if (length < shortestPassword)
    return `密码至少要有 ${shortestPassword} 个字符。The password needs at least ${shortestPassword} characters; a short sentence does well.`;
  if (length > longestPassword)
    return `密码最多 ${longestPassword} 个字符。The password may have ${longestPassword} characters at most.`;
  const text = bare(password);
  if (text === '' || common.has(text) || isRepetition(text))
    return '这个密码太常见，很容易被猜到。This password is a common one and easily guessed; choose another.';
  if (names.some((name) => isMadeOf(text, bare(name))))
    return '密码不能由账号名或姓名构成。The password must not be made of your name.';
  return null;
}

/** @throws AppError weak-password. */
export function requireGoodPassword(password: string, names: readonly string[]): void {
  const refusal = passwordRefusal(password, names);
  if (refusal !== null) throw new AppError('weak-password', refusal);
}

/** One short piece over and over: aaaaaaaaaaaa, abcabcabcabc. */
function isRepetition(text: string): boolean {
  return /^(.{1,4})\1*$/su.test(text);
}

/** The name alone, twice, or with some digits. */
function isMadeOf(text: string, name: string): boolean {
  return name.length >= 2 && text.includes(name) && /^\d{0,8}$/.test(text.replaceAll(name, ''));
}
