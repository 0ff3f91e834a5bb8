import type { BriefingSection } from '#contract';
import type { BriefingRead } from '#monitoring';
import { listed, dayWords, words } from './document-parts.js';
import { methodWords, type Words } from '../assessments/verdict-words.js';

/** How the verdicts were reached, as of which day, and on which data. */
export function methodSection({ briefing }: BriefingRead): BriefingSection {
  const { when, methods } = briefing;
  const [day, before] = [dayWords(when.day), dayWords(when.comparedDay)];
  const used = listed(
    [...methods].map(([method, count]) => {
      const { zh, en } = methodWords[method] ?? words(method, method);
      return words(`${zh}${count}项`, `${en} (${count})`);
    }),
  );
  const items: Words[] = [
    when.unfinished
      ? words(
          `数据口径：本期尚未结束，各项数字截至${day.zh}；其后公布的数据会改变本通报，期末再出的通报为准。`,
          `Data: the period has not ended. Every figure is as of ${day.en}; what is published later will change this briefing, and the one made after the period's end counts.`,
        )
      : words(
          `数据口径：只用截至${day.zh}当日已公布的数据和当日有效的目标；其后公布、修订的数据不计入，所以本通报事后重做结果不变，补登当时已公布数据、撤销导入或修改指标定义的除外。`,
          `Data: only values published by ${day.en} and the targets in force on that day. What was published or revised later does not count, so that this briefing comes out the same whenever it is made, unless values published by then are added, an import is taken back, or an indicator's definition is changed.`,
        ),
    words(
      `对比：与${before.zh}当日已知的数据所得结论相比；期间变差又恢复的不列。`,
      `Comparison: with the verdicts on what was known on ${before.en}. What slipped and recovered within the period is not told.`,
    ),
    words(
      '结论：没有数据的为无法评估；到期后由到期时期的数据判定已实现或未能实现；到期前已达到目标的为已实现；其余按各目标自定的方法计算进度系数，分为进展正常、存在风险、进度滞后、背离目标。初步数和估计数照常评估并注明。',
      "Verdicts: without a value there is none. Once a target is due its due period's value decides between achieved and missed. What meets its target before is achieved. All others go by the pace of the target's own method: on track, at risk, off track or moving away. Preliminary and estimated values count and are marked.",
    ),
    ...(methods.size > 0
      ? [words(`各目标采用的方法：${used.zh}。`, `Methods by number of targets: ${used.en}.`)]
      : []),
    words(
      '逾期数据：时期结束后加上该指标的公布时限，仍没有数据的，自次日起为逾期。',
      "Late data: a value that is not there when its indicator's release lag after the period's end has passed.",
    ),
    words(
      `逾期节点：按项目库现在所载的计划日期和进展推算到${day.zh}；项目库不保留以前的计划日期。多个单位负责的项目计入牵头单位。`,
      `Late stages: by the planned days and progress that the library of projects holds now, as of ${day.en}; it keeps no earlier plans. A project of several organisations counts for the one that leads.`,
    ),
  ];
  return { code: 'method', heading: words('方法说明', 'Method'), blocks: [{ kind: 'list', items }] };
}
