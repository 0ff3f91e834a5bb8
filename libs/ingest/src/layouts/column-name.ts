import { labelKey } from './label-text.js';
import type { LabelRole } from './layout.js';

/** 地区 Region is 地区. */
const translation = /(?<=[\u3400-\u9FFF])\s+[a-z][a-z\s./-]*$/;

/** Names that a column beside the values has in tables; `weak` ones are used for anything. */
const roleNames: readonly (readonly [role: LabelRole | 'ignored', names: readonly string[]])[] = [
  [
    'indicator',
    [
      '指标',
      '指标名称',
      '指标名',
      '统计指标',
      '主要指标',
      'indicator',
      'indicators',
      'indicator_code',
      '指标代码',
      '指标编码',
    ],
  ],
  [
    'ref_area',
    [
      '地区',
      '地区名称',
      '地区名',
      '地域',
      '区域',
      '行政区划',
      '行政区划代码',
      '区划代码',
      '地区代码',
      '行政区',
      '市',
      '县',
      '区',
      '区县',
    ]
      .concat([
        '县区',
        '市县',
        '县市',
        '县市区',
        '区县市',
        '市区',
        '地市',
        '市州',
        '城市',
        '各市',
        '各地',
        '市名',
        '地市名称',
        '城市名称',
      ])
      .concat(['ref_area', 'area', 'region', 'regions', 'city', 'cities', 'area_code']),
  ],
  [
    'time_period',
    [
      '时期',
      '时间',
      '年份',
      '年度',
      '年',
      '年月',
      '日期',
      '报告期',
      '统计时间',
      '统计期',
      'time_period',
      'period',
      'year',
      'date',
      'time',
    ],
  ],
  ['part', ['月份', '月', '季度', '季', '月度', 'month', 'quarter']],
  ['unit', ['单位', '计量单位', '指标单位', 'unit', 'units', 'unit_measure']],
  ['obs_status', ['状态', '数据状态', 'obs_status', 'status']],
  ['released_on', ['发布日期', '公布日期', 'released_on']],
  ['comment', ['备注', '说明', '注释', '注', 'comment', 'note', 'notes', 'remarks']],
  [
    'ignored',
    [
      '序号',
      '编号',
      '行次',
      '行号',
      '栏次',
      '单位代码',
      '组织机构代码',
      '统一社会信用代码',
      '填报单位',
      '填表人',
      '联系电话',
    ].concat(['no', 'no.', '#', 'id', 'item', 'items', '项目英文', '英文名称', '英文', 'english']),
  ],
];

const roleOf = new Map(
  roleNames.flatMap(([role, names]) =>
    names.map((name): [string, LabelRole | 'ignored'] => [key(name), role]),
  ),
);
const codeNames = new Set(
  [
    '代码',
    '编码',
    'code',
    'indicator_code',
    '指标代码',
    '指标编码',
    '行政区划代码',
    '区划代码',
    '地区代码',
    'area_code',
  ].map(key),
);

const longestName = 80;

function key(text: string): string {
  return labelKey(text)
    .replace(translation, '')
    .replace(/[\s\-_/／、.]+/g, '')
    .replace(/[（(].*[)）]$/, '');
}

/** What a column is, by its name; null when the name does not say. */
export function roleByName(name: string, dimensions: Iterable<string>): LabelRole | 'ignored' | null {
  if (name.length > longestName) return null;
  const wanted = key(name);
  if (wanted === '') return null;
  const role = roleOf.get(wanted);
  if (role !== undefined) return role;
  if (/^source_.+/i.test(name.trim()))
    return {
      source: name
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_'),
    };
  for (const dimension of dimensions) if (key(dimension) === wanted) return { dimension };
  return null;
}

/** Whether a column's name says that it holds codes, which go before names. */
export function isCodeColumn(name: string): boolean {
  return name.length <= longestName && codeNames.has(key(name));
}
