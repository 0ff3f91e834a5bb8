import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertEvent, AlertRule } from '#contract';
import * as alertEn from './alert-messages.en';
import * as alertZh from './alert-messages.zh';
import * as setUpEn from './alert-setup-messages.en';
import * as setUpZh from './alert-setup-messages.zh';
import {
  conditionWords,
  eventDetails,
  labelsInOrder,
  labelValueWords,
  matcherWords,
  numberWords,
  reasonWords,
  timingWords,
} from './alert-wording';
import { en } from './messages.en';
import { zh } from './messages.zh';
import { conditionKinds } from './rule-draft';
import { placesOf } from './rule-places';

const zhWords = { ...alertZh, ...setUpZh };
const enWords = { ...alertEn, ...setUpEn };
const chinese = { words: zh, alertWords: zhWords, language: 'zh' } as const;
const english = { words: en, alertWords: enWords, language: 'en' } as const;

/** The page may not import the library that decides, so its lists are read from where they are written. */
const sourceOf = (file: string) => readFileSync(join(process.cwd(), 'libs/alerting/src', file), 'utf8');
const textsIn = (source: string) => [...source.matchAll(/'([A-Za-z-]+)'/g)].map(([, text = '']) => text);
function unionOf(file: string, type: string): string[] {
  const [, union = ''] = new RegExp(`export type ${type} =([^;]*);`).exec(sourceOf(file)) ?? [];
  return textsIn(union.replaceAll(/\/\*\*[^]*?\*\//g, ''));
}
const [, numbersSource = ''] =
  /export const numbersOf[^{]*\{([^]*?)\n\};/.exec(sourceOf('condition.ts')) ?? [];
const numbersOf = new Map(
  [...numbersSource.matchAll(/(\w+): \[(.*)\]/g)].map(([, kind = '', names = '']) => [kind, textsIn(names)]),
);

describe('every decision has words', () => {
  const reasons = [...unionOf('condition.ts', 'EvaluationReason'), ...unionOf('life.ts', 'LifeReason')];

  it('finds the reasons where they are written', () => {
    expect(reasons).toEqual(expect.arrayContaining(['slipped', 'error', 'withdrawn', 'kept-firing']));
    expect(reasons.length).toBeGreaterThan(35);
  });

  // Of people and of escalations, besides those of evaluations and lives.
  it.each([...reasons, 'unacknowledged', 'person'])('%s', (reason) => {
    expect(reasonWords(reason, zhWords)).toMatch(/[一-龥]/);
    expect(reasonWords(reason, enWords)).toMatch(/ /);
  });

  it('shows a reason of a later service by its code', () => {
    expect(reasonWords('because', zhWords)).toBe('because');
  });

  it('has no reason that nobody gives', () => {
    expect(Object.keys(alertZh.alerts.reason).toSorted()).toEqual(
      [...new Set([...reasons, 'unacknowledged', 'person'])].toSorted(),
    );
    expect(Object.keys(alertEn.alerts.reason).toSorted()).toEqual(
      Object.keys(alertZh.alerts.reason).toSorted(),
    );
  });
});

describe('the numbers of conditions', () => {
  it('are those that the library gives', () => {
    expect([...numbersOf.keys()].toSorted()).toEqual([...conditionKinds].toSorted());
  });

  it.each(conditionKinds)('of %s have names, places and samples in both languages', (kind) => {
    const [, subject = ''] =
      /export const subjectLabels[^[]*\[\] = \[([^\]]*)\]/.exec(sourceOf('rule.ts')) ?? [];
    const places = [...(numbersOf.get(kind) ?? []), ...textsIn(subject), 'alertname', 'severity'];
    expect(placesOf(kind).toSorted()).toEqual(places.toSorted());
    for (const { alerts, rules } of [zhWords, enWords])
      for (const place of places) {
        expect({ ...alerts.label, ...alerts.number }).toHaveProperty(place);
        expect(rules.sample).toHaveProperty(place);
      }
  });

  it('stand in the order of reading, those without a name last', () => {
    const numbers = {
      surprise: { kind: 'count', value: 3 },
      period: { kind: 'period', period: '2025' },
      before: { kind: 'status', status: 'onTrack' },
    } as const;
    expect(numberWords(numbers, chinese)).toEqual([
      { name: '原为', text: '进展正常' },
      { name: '时期', text: '2025年' },
      { name: 'surprise', text: '3' },
    ]);
  });
});

describe('what a rule watches', () => {
  it.each<[AlertRule['condition'], string, string]>([
    [
      { kind: 'statusWorsens', level: 'atRisk' },
      '目标的状态变差到“存在风险”或更差',
      'a target’s status gets as bad as “At risk” or worse',
    ],
    [
      { kind: 'forecastBelow', probability: 0.55, recoverAt: 0.6 },
      '按预测，目标完成的可能性低于 55%（到 60% 才解除）',
      'by its forecast a target is met with a probability below 55% (over at 60%)',
    ],
    [
      { kind: 'overdue', days: 15 },
      '数据过了应发布日期 15 天还没有',
      'a value is missing 15 days after it should have been out',
    ],
    [
      { kind: 'revisionLarger', share: 0.025 },
      '最新一次发布把已知的值改动了 2.5% 以上',
      'the latest release changed a known value by more than 2.5%',
    ],
    [
      { kind: 'revisionLarger', absolute: 1200 },
      '最新一次发布把已知的值改动了 1,200（指标的单位）以上',
      'the latest release changed a known value by more than 1,200 (in the indicator’s unit)',
    ],
    [{ kind: 'importRefused' }, '来源最近一次上传被退回', 'a source’s last upload was refused'],
    [
      { kind: 'sourceSilent' },
      '来源超过自定的天数没有新内容',
      'a source brings nothing new for longer than it may',
    ],
    [
      { kind: 'valueBeyond', operator: '<=', threshold: 0.5, recoverAt: 0.75 },
      '数值不大于 0.5（到 0.75 才解除）',
      'a value is at most 0.5 (over at 0.75)',
    ],
  ])('%j', (condition, inChinese, inEnglish) => {
    const matchers: AlertRule['matchers'] = [{ label: 'project', operator: '=', value: '' }];
    expect(conditionWords({ condition, matchers }, chinese)).toBe(inChinese);
    expect(conditionWords({ condition, matchers }, english)).toBe(inEnglish);
  });

  it.each<[AlertRule['matchers'], string]>([
    [[{ label: 'project', operator: '!=', value: '' }], '项目的某一阶段过了计划时间 3 天还没有达到'],
    [[{ label: 'stage', operator: '=', value: 'completed' }], '项目的某一阶段过了计划时间 3 天还没有达到'],
    [
      [{ label: 'task', operator: '=', value: '6' }],
      '数据过了应发布日期 3 天还没有，或项目的某一阶段过了计划时间 3 天还没有达到',
    ],
  ])('of overdue with %j', (matchers, inChinese) => {
    expect(conditionWords({ condition: { kind: 'overdue', days: 3 }, matchers }, chinese)).toBe(inChinese);
  });

  it('says how long it waits, in the unit of each', () => {
    const rule = { for: { workingDays: 3 }, keepFiring: { sweeps: 0 }, noDataFor: { releases: 1 } };
    expect(timingWords(rule, zhWords)).toEqual([
      '持续 3 个工作日后告警',
      '恢复即解除',
      '数据中断 1 次发布也告警',
    ]);
    expect(timingWords(rule, enWords)).toEqual([
      'fires after 3 working days',
      'ends at once',
      'alerts after 1 release without data',
    ]);
  });
});

describe('labels and matchers', () => {
  const names = {
    organisation: { zh: '西安市政府', en: 'Xi’an' },
    stage: { zh: '开工', en: 'start of construction' },
  };

  it.each([
    ['severity', 'critical', '紧急'],
    ['condition', 'overdue', '逾期'],
    ['stage', 'construction', '开工'],
    ['level', 'missed', '未能实现'],
    ['about', 'noData', '数据中断，无法判断'],
    ['organisation', 'xian-government', '西安市政府'],
    ['task', '6', '6'],
    // A code that happens to be called like something every object has.
    ['constructor', 'toString', 'toString'],
    ['severity', 'toString', 'toString'],
  ])('%s %s is %s', (label, value, text) => {
    expect(labelValueWords(label, value, { names }, chinese)).toBe(text);
  });

  it('are listed with the rule first', () => {
    const labels = { area: '610100', zone: 'x', alertname: 'slip' };
    expect(labelsInOrder(labels, zhWords).map(([label]) => label)).toEqual(['alertname', 'area', 'zone']);
  });

  it.each([
    [{ label: 'area', operator: '=~', value: '61.*' } as const, '地区 符合 61.*', 'Area matches 61.*'],
    [{ label: 'about', operator: '=', value: '' } as const, '关于 等于 （空）', 'About is (empty)'],
  ])('%j', (matcher, inChinese, inEnglish) => {
    const asIs = (_: string, value: string) => value;
    expect(matcherWords(matcher, asIs, zhWords)).toBe(inChinese);
    expect(matcherWords(matcher, asIs, enWords)).toBe(inEnglish);
  });
});

describe('an event', () => {
  const event = (part: Partial<AlertEvent>): AlertEvent => ({
    id: 1,
    at: '2026-11-23T04:00:00Z',
    action: 'fire',
    reason: 'slipped',
    sweep: 1,
    numbers: {},
    who: null,
    comment: null,
    ...part,
  });
  const nameOf = (code: string) => `<${code}>`;

  it.each<[string, Partial<AlertEvent>, string]>([
    ['by the service says why', {}, '状态比上一次变差，且到了告警等级'],
    ['by a person says who', { action: 'acknowledge', reason: 'person', who: 'Li' }, 'Li'],
    [
      'that takes it up says to whom and why',
      { action: 'escalate', reason: 'unacknowledged', who: 'leading-group' },
      '上报 <leading-group> · 规定的工作日内没有人确认',
    ],
  ])('%s', (_, part, text) => {
    expect(eventDetails(event(part), nameOf, zhWords)).toBe(text);
  });
});
