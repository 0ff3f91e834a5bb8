import type { WhyChanged } from '#monitoring';
import { valueWords, type VerdictFacts, type Words } from './verdict-words.js';

const noValue: Words = { zh: '无数据', en: 'no value' };

/** Why a verdict changed, as one phrase in both languages. */
export function whyWords(
  { code, before, after }: WhyChanged,
  facts: Pick<VerdictFacts, 'unit' | 'decimals'>,
): Words {
  const words = (given: WhyChanged['after']) => (given ? valueWords(given, facts) : noValue);
  const [was, is] = [words(before), words(after)];
  switch (code) {
    case 'first-verdict':
      return { zh: '首次评估', en: 'First verdict' };
    case 'target-changed':
      return { zh: '目标作了调整', en: 'The target was changed' };
    case 'new-value':
      return { zh: `新数据：${is.zh}`, en: `New value: ${is.en}` };
    case 'value-removed':
      return { zh: `数据撤回：${was.zh}`, en: `Value taken back: ${was.en}` };
    case 'revision':
      return before?.value === after?.value
        ? { zh: `数据状态变动：${is.zh}`, en: `Another status of the same value: ${is.en}` }
        : { zh: `数据修订：原${was.zh}，现${is.zh}`, en: `Revision: from ${was.en} to ${is.en}` };
    case 'baseline-revision':
      return {
        zh: `基期数据变动：原${was.zh}，现${is.zh}`,
        en: `Another baseline: from ${was.en} to ${is.en}`,
      };
    case 'time-passing':
      return { zh: '数据未变，时间推移', en: 'The values are the same; time has passed' };
    case 'other-values':
      return { zh: '其他时期的数据有变动', en: 'Values of other periods changed' };
    case 'definition-changed':
      return {
        zh: '数据未变，指标定义或评估方法有变动',
        en: 'The values are the same; the definition or the way of judging is another',
      };
  }
}
