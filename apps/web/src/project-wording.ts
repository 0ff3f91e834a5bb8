/** What a project is, in words for a reader. */
import type { ProjectRow } from '#contract';
import { exactDecimal, withUnit } from './number-wording';
import type { Language } from './language';
import type { Messages } from './messages.zh';
import { periodWords } from './period-wording';

type Words = Messages['projects'];

/** The reader's name of a project; an English one may be missing. */
export function projectName(name: ProjectRow['name'], language: Language): string {
  return language === 'en' ? (name.en ?? name.zh) : name.zh;
}

/** The name's own language, where it is not the reader's: for those who listen. */
export function projectNameLanguage(name: ProjectRow['name'], language: Language): string | undefined {
  return language === 'en' && name.en === null ? 'zh-CN' : undefined;
}

export function investmentWords(investment: ProjectRow['investment'], words: Words): string {
  if (investment === null) return words.notGiven;
  return withUnit(exactDecimal(investment.value), words.unit[investment.unit]);
}

/** Which stage is late and by how many days: 开工逾期 146 天，应在2026年6月. */
export function lateWords(late: NonNullable<ProjectRow['late']>, words: Words, language: Language): string {
  const said = words.late(words.beginning[late.stage], late.daysLate);
  return words.lateSince(said, periodWords(late.planned, language));
}
