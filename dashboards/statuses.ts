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

/** A value mapping of Grafana that colours the wording of a status in either language. */
export function statusMappings() {
  const words = statuses.flatMap(({ zh, en, colour }) => [
    [zh, colour],
    [en, colour],
  ]);
  return [
    {
      type: 'value',
      options: Object.fromEntries(words.map(([text, color], index) => [text, { text, color, index }])),
    },
  ];
}
