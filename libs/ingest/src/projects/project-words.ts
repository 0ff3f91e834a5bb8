/** How people write what a project is: the words of the template first, then what else is understood. */
import type { ProjectField, ProjectLevel, ProjectStage, ProjectStanding } from '#contract';
import { CodeList } from '../code-list.js';

type Words<T extends string> = Readonly<Record<T, readonly [word: string, ...others: string[]]>>;

export const levelWords: Words<ProjectLevel> = {
  national: ['国家级', '国家', '国家重点'],
  interprovincial: ['跨省', '跨省级', '省际', 'inter-provincial'],
  provincial: ['省级', '省', '省重点'],
  municipal: ['市级', '市', '市重点'],
};

export const fieldWords: Words<ProjectField> = {
  transport: ['交通'],
  resourcesEnvironment: ['资源环境', 'resources and environment', '水利', '生态环境'],
  information: ['信息'],
  market: ['市场'],
  publicServices: ['公共服务', 'public services'],
  industry: ['产业'],
  energy: ['能源'],
  other: ['其他', '其它'],
};

export const stageWords: Words<ProjectStage> = {
  preparation: ['前期', '前期工作', '谋划', '储备'],
  approved: ['立项', '已立项'],
  designed: ['初步设计批复', '初设批复', '已批初步设计'],
  construction: ['在建', '开工', '已开工', '建设中', 'under construction'],
  completed: ['完工', '已完工', '建成', '竣工', '已竣工'],
  operating: ['投用', '已投用', '投产', '已投产', '运营', 'in operation'],
};

export const standingWords: Words<ProjectStanding> = {
  active: ['在库'],
  suspended: ['暂缓', '缓建', '停建'],
  removed: ['出库', '已出库', '移出'],
};

/** The codes by any of their words, in any width and case. */
export function listOf<T extends string>(words: Words<T>): CodeList {
  return new CodeList(
    (Object.entries(words) as [T, readonly string[]][]).map(([code, names]) => ({ code, names })),
  );
}

/** The first words of all, for a sentence. */
export function choices(words: Words<string>): string {
  return Object.values(words)
    .map(([word]) => word)
    .join('、');
}
