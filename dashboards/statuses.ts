import { MappingType, type ValueMap } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Language } from './language.js';

/** The statuses of a target from good to bad, as the service words them, and the colour each has on dashboards. */
export const statuses = [
  { code: 'achieved', zh: '已实现', en: 'Achieved', colour: 'dark-green' },
  { code: 'onTrack', zh: '进展正常', en: 'On track', colour: 'green' },
  { code: 'atRisk', zh: '存在风险', en: 'At risk', colour: 'yellow' },
  { code: 'offTrack', zh: '进度滞后', en: 'Off track', colour: 'orange' },
  { code: 'movingAway', zh: '背离目标', en: 'Moving away', colour: 'red' },
  { code: 'missed', zh: '未能实现', en: 'Missed', colour: 'dark-red' },
  { code: 'notAssessed', zh: '无法评估', en: 'Not assessed', colour: '#6e7687' },
] as const;

/** The statuses a leader has to look at, as a selection of codes. */
export const behind = ['missed', 'movingAway', 'offTrack', 'atRisk'] as const;

/** A value mapping of Grafana that colours the wording of a status. */
export function statusMappings(language: Language): ValueMap[] {
  return [
    {
      type: MappingType.ValueToText,
      options: Object.fromEntries(
        statuses.map(({ [language]: text, colour: color }, index) => [text, { text, color, index }]),
      ),
    },
  ];
}
