import { type RollUps, status } from '#contract';
import { no, yes } from './panel-words.js';
import type { Language } from './payload.js';
import { statusColumns } from './status-columns.js';
import { type Column, tableOf, type TitledTable } from './table.js';

type Group = RollUps['groups'][number];

/** One row per group of targets, the worst first, and in it how many stand at each status, a column each. */
export function rollUpsTable(refId: string, language: Language, groups: readonly Group[]): TitledTable {
  const columns: Column<Group>[] = [
    { text: 'group', type: 'string', cell: (group) => group.key },
    {
      text: 'name',
      type: 'string',
      heading: { zh: '分组', en: 'Group' },
      cell: (group) => group.name[language],
    },
    { text: 'targets', type: 'number', cell: (group) => group.targets },
    { text: 'assessed', type: 'number', cell: (group) => group.assessed },
    { text: 'shareAssessed', type: 'number', unit: 'percentunit', cell: (group) => group.shareAssessed },
    { text: 'enoughAssessed', type: 'string', cell: (group) => (group.enoughAssessed ? yes : no)[language] },
    { text: 'shareBehind', type: 'number', unit: 'percentunit', cell: (group) => group.shareBehind },
    { text: 'score', type: 'number', cell: (group) => group.score },
    { text: 'scoreStatus', type: 'string', cell: (group) => group.scoreStatus },
  ];
  const table = tableOf(refId, language, columns, groups);
  return {
    ...table,
    columns: [...table.columns, ...statusColumns(language)],
    rows: table.rows.map((cells, index) => [
      ...cells,
      ...status.options.map((code) => groups[index]?.counts[code] ?? 0),
    ]),
  };
}
