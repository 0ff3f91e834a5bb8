/** A unit of measurement as a multiple of its base: 万公里 is 10^7 metres, 亩 is 2 × 10^3 ÷ 3 square metres. */
export interface Unit {
  /** What is counted or measured, with its denominator where it has one: 人, 米, 克/立方米. Blank: only a multiplier. */
  readonly base: string;
  readonly power: number;
  readonly times: bigint;
  readonly per: bigint;
  /** The power of the multiplier alone: 4 of 万公里. */
  readonly multiplier: number;
  /** Whether the base is one of the known units or count words, and not just any text. */
  readonly known: boolean;
}

/** The base of % and ‰. */
export const share = '比重';

type Measure = readonly [base: string, power: number, times?: bigint, per?: bigint];

/** Spellings by {@link unitKey}, each with its base and its size; English names without their plural s. */
const measures = new Map<string, Measure>([
  ...spelt(['米', 'm', 'metre', 'meter', '公尺'], ['米', 0]),
  ...spelt(['公里', 'km', 'kilometre', 'kilometer'], ['米', 3]),
  ...spelt(['厘米', 'cm'], ['米', -2]),
  ...spelt(['毫米', 'mm'], ['米', -3]),
  ...spelt(['平方米', '平米', 'm2', 'sqm', 'squaremetre', 'squaremeter'], ['平方米', 0]),
  ...spelt(['公顷', 'ha', 'hectare'], ['平方米', 4]),
  ...spelt(['平方公里', '平方千米', 'km2', 'sqkm', 'squarekilometre', 'squarekilometer'], ['平方米', 6]),
  // GB/T 15835 leaves 亩 to common use; 15 亩 are 1 公顷.
  ...spelt(['亩', 'mu'], ['平方米', 3, 2n, 3n]),
  ...spelt(['立方米', 'm3', 'cubicmetre', 'cubicmeter'], ['立方米', 0]),
  ...spelt(['升', 'l', 'litre', 'liter'], ['立方米', -3]),
  ...spelt(['克', 'g', 'gram'], ['克', 0]),
  ...spelt(['公斤', 'kg', 'kilogram'], ['克', 3]),
  ...spelt(['毫克', 'mg'], ['克', -3]),
  ...spelt(['微克', 'μg', 'ug'], ['克', -6]),
  ...spelt(['吨', 't', 'tonne', 'ton', 'metricton'], ['克', 6]),
  ...spelt(['瓦', 'w'], ['瓦', 0]),
  ...spelt(['kw'], ['瓦', 3]),
  ...spelt(['兆瓦', 'mw'], ['瓦', 6]),
  ...spelt(['吉瓦', 'gw'], ['瓦', 9]),
  ...spelt(['瓦时', 'wh'], ['瓦时', 0]),
  ...spelt(['kwh'], ['瓦时', 3]),
  ...spelt(['兆瓦时', 'mwh'], ['瓦时', 6]),
  ...spelt(['吉瓦时', 'gwh'], ['瓦时', 9]),
  ...spelt(['秒', 'second'], ['秒', 0]),
  ...spelt(['分钟', 'min', 'minute'], ['秒', 1, 6n]),
  ...spelt(['小时', 'h', 'hr', 'hour'], ['秒', 2, 36n]),
  ...spelt(['%', 'percent', 'pct', '百分比'], [share, -2]),
  ...spelt(['‰', 'permille', '千分比'], [share, -3]),
  // Percentage points measure a difference of shares and never turn into a share.
  ...spelt(['百分点', '个百分点', 'percentagepoint'], ['百分点', 0]),
  ...spelt(['元', '人民币元', '元人民币', 'yuan', 'cny', 'rmb', 'rmbyuan', 'yuanrmb'], ['元', 0]),
  ...spelt(['美元', 'usd', 'us$', 'usdollar', 'dollar'], ['美元', 0]),
  ...spelt(['欧元', 'eur', 'euro'], ['欧元', 0]),
  ...spelt(['人', 'person', 'people'], ['人', 0]),
  ...spelt(['人次', 'persontime', 'person-time'], ['人次', 0]),
  ...spelt(['户', 'household'], ['户', 0]),
  ...spelt(['辆', 'vehicle'], ['辆', 0]),
  ...spelt(['天', '日', 'day'], ['天', 0]),
  ...spelt(['teu', '标箱', '标准箱', '国际标准箱'], ['teu', 0]),
  ...spelt(['吨标准煤', '吨标煤', 'tce'], ['克标准煤', 6]),
  ...[
    '个',
    '条',
    '座',
    '家',
    '列',
    '台',
    '套',
    '件',
    '只',
    '头',
    '匹',
    '羽',
    '株',
    '棵',
    '项',
    '所',
    '处',
    '张',
    '份',
  ]
    .concat(['村', '次', '架次', '车次', '岁', '名', '位', '篇', '册', '艘', '架', '节', '间'])
    .concat(['床', '床位', '支', '根', '吨公里', '人公里', '标准车'])
    .flatMap((word) => spelt([word], [word, 0])),
]);

/** Of every measure the spelling that stands for the others. */
const firstSpellings = new Map<Measure, string>();
for (const [spelling, measure] of measures)
  if (!firstSpellings.has(measure)) firstSpellings.set(measure, spelling);

function spelt(spellings: readonly string[], measure: Measure): [string, Measure][] {
  return spellings.map((spelling) => [spelling, measure]);
}

const chineseMultiplier = /^(?:[十百千]?[万亿]亿?|[十百千])/;
const chinesePowers: Readonly<Record<string, number>> = { 十: 1, 百: 2, 千: 3, 万: 4, 亿: 8 };
/** 10,000 persons, 100 million yuan, 10^4 t, ten thousand tons. */
const latinMultiplier =
  /^(?:10\^(\d)|(10*(?:,000)*))?(ten(?=thousand|million|billion)|hundred|thousand|million|billion|trillion)?/;
const latinPowers: Readonly<Record<string, number>> = {
  ten: 1,
  hundred: 2,
  thousand: 3,
  million: 6,
  billion: 9,
  trillion: 12,
};

const longestUnit = 40;
const mostRemembered = 5000;
const remembered = new Map<string, Unit | null>();

/** A unit's text without what does not matter: width, case, spaces; ㎡ and m² are m2, ％ is %. */
export function unitKey(text: string): string {
  return (
    text
      // NFKC would read 10⁴ as 104.
      .replace(/10[⁰¹²³⁴-⁹](?![⁰¹²³⁴-⁹])/g, (power) => `10^${power.slice(2).normalize('NFKC')}`)
      .normalize('NFKC')
      .toLowerCase()
      .replace(/\s+/g, '')
  );
}

/**
 * Reads the text of a unit: a multiplier (万, 百万, 10,000, million) and what it multiplies. A base that is not one of
 * the known ones stands for itself, so that 万+anything is 10,000 of it.
 *
 * @returns null when the text is no unit: blank, too long, or with digits that are no multiplier.
 */
export function readUnit(text: string): Unit | null {
  if (text.length > longestUnit) return null;
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const unit = unitOf(
    unitKey(text)
      .replace(/^\((.*)\)$/, '$1')
      .replace(/^单位:?/, ''),
  );
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(text, unit);
  return unit;
}

function unitOf(key: string): Unit | null {
  if (key === '') return null;
  const whole = measureOf(key);
  if (whole) return unitFrom(whole, 0, true);
  const slash = key.indexOf('/');
  const numerator = slash < 0 ? key : key.slice(0, slash);
  const denominator = slash < 0 ? '' : `/${canonicalName(key.slice(slash + 1))}`;
  let multiplier = 0;
  let rest = numerator;
  // 万千瓦, 100 million: a multiplier of a multiple.
  for (let round = 0; round < 2 && rest !== '' && !measureOf(rest); round++) {
    const [power, length] = multiplierOf(rest);
    multiplier += power;
    rest = rest.slice(length);
  }
  const measure = measureOf(rest);
  if (!measure && /^[\d^,.十百千万亿]/.test(rest)) return null;
  // There is no such thing as 10,000 per cent as a unit.
  if (measure?.[0] === share && multiplier !== 0) return null;
  const [base, power, times, per] = measure ?? [rest, 0];
  return unitFrom([base + denominator, power, times ?? 1n, per ?? 1n], multiplier, measure !== undefined);
}

function unitFrom([base, power, times = 1n, per = 1n]: Measure, multiplier: number, known: boolean): Unit {
  return { base, power: power + multiplier, times, per, multiplier, known };
}

function measureOf(key: string): Measure | undefined {
  return measures.get(key) ?? (key.length > 3 ? measures.get(key.replace(/s$/, '')) : undefined);
}

function multiplierOf(key: string): [power: number, length: number] {
  const chinese = chineseMultiplier.exec(key)?.[0];
  if (chinese !== undefined)
    return [[...chinese].reduce((sum, sign) => sum + chinesePowers[sign]!, 0), chinese.length];
  const [all = '', raised, digits = '', word] = latinMultiplier.exec(key) ?? [];
  const zeros = raised === undefined ? digits.replace(/[^0]/g, '').length : Number(raised);
  return [zeros + (word === undefined ? 0 : latinPowers[word]!), all.length];
}

/** One name for all spellings of a denominator, so that 微克/m3 is 微克/立方米. */
function canonicalName(key: string): string {
  const measure = measures.get(key);
  return measure === undefined ? key : firstSpellings.get(measure)!;
}

/** Whether a text in brackets behind a name is a unit: a known one, a multiple of one, or a multiplier (亿). */
export function isUnit(text: string): boolean {
  const read = readUnit(text);
  return read !== null && (read.known || read.base === '');
}
