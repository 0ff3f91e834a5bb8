const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
/** So many digits together are an exact double, and so is the power of ten that they are divided by. */
const mostDigits = 15;

/** The number that stands there in its plainest form (-12.50, not 012, +1 or 1e3), or NaN. */
export function plainDecimal(text: string, from: number, to: number): number {
  const negative = text.charCodeAt(from) === minus;
  const first = negative ? from + 1 : from;
  let digits = 0;
  let pointAt = -1;
  for (let at = first; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= zero && code <= zero + 9) digits = digits * 10 + code - zero;
    else if (code === point && pointAt < 0 && at > first) pointAt = at;
    else return Number.NaN;
  }
  const whole = (pointAt < 0 ? to : pointAt) - first;
  const scale = pointAt < 0 ? 0 : to - pointAt - 1;
  if (whole === 0 || whole + scale > mostDigits || (pointAt >= 0 && scale === 0)) return Number.NaN;
  if (whole > 1 && text.charCodeAt(first) === zero) return Number.NaN;
  const number = scale === 0 ? digits : digits / 10 ** scale;
  return negative ? -number : number;
}
