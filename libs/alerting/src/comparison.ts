export type Operator = '>' | '>=' | '<' | '<=';

/** To ten digits, as the assessment compares: 0.1 + 0.2 is not beyond 0.3. */
export function rounded(value: number): number {
  const result = Number(Number(value.toPrecision(10)).toFixed(10));
  return result === 0 ? 0 : result;
}

export function isBeyond(value: number, operator: Operator, threshold: number): boolean {
  const x = rounded(value);
  const limit = rounded(threshold);
  switch (operator) {
    case '>':
      return x > limit;
    case '>=':
      return x >= limit;
    case '<':
      return x < limit;
    case '<=':
      return x <= limit;
  }
}
