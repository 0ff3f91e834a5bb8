/** Every dashboard is produced once in each language; the language is never a choice inside a dashboard. */
export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

/** One text in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}
