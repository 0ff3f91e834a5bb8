import type { Bilingual } from '#alerting';
import type { DatedStage } from '#assessment';

/** What begins a stage, as it is said within a sentence. */
export const stageWords: Readonly<Record<DatedStage, Bilingual>> = {
  approved: { zh: '立项', en: 'approval' },
  designed: { zh: '初步设计批复', en: 'approval of the design' },
  construction: { zh: '开工', en: 'start of construction' },
  completed: { zh: '完工', en: 'completion' },
  operating: { zh: '投用', en: 'start of operation' },
};
