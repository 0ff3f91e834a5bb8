import type { SourceIncidentKind } from '#contract';
import type { Words } from '../assessments/verdict-words.js';

/** What a delivery about a source says, fixed when it was decided. Instants as ISO 8601. */
export interface IncidentMessage {
  readonly incident: {
    readonly id: number;
    readonly kind: SourceIncidentKind;
    readonly startsAt: string;
    /** null while it lasts. */
    readonly endsAt: string | null;
  };
  readonly source: {
    readonly name: string;
    /** The folder, or the address without what lets one in. */
    readonly place: string;
    readonly organisation: string | null;
    readonly lastNewAt: string | null;
    readonly silentAfterDays: number | null;
  };
  /** What the last look failed with, or why its file was refused. */
  readonly error: string | null;
  /** Only of one that ended: whether it was mended, or the source disabled or removed. */
  readonly ended: 'recovered' | 'switchedOff' | null;
}

/** Names as Prometheus's alerts have them; receivers route by these. */
export const alertNames: Readonly<Record<SourceIncidentKind, string>> = {
  failing: 'ImportSourceFailing',
  refused: 'ImportSourceRefused',
  silent: 'ImportSourceSilent',
};

/** One line, and what to know. */
export function incidentWords(message: IncidentMessage): { summary: Words; description: Words } {
  return message.incident.endsAt === null ? troubleWords(message) : endWords(message);
}

function troubleWords({ incident, source, error }: IncidentMessage): { summary: Words; description: Words } {
  const { name, place } = source;
  const where = { zh: `位置：${place}。`, en: `Place: ${place}.` };
  const why = error === null ? { zh: '', en: '' } : { zh: `原因：${error}。`, en: ` Reason: ${error}.` };
  switch (incident.kind) {
    case 'failing':
      return {
        summary: { zh: `数据来源读取失败：${name}`, en: `Import source is failing: ${name}` },
        description: {
          zh: `来源“${name}”连续多次读取失败。${why.zh}${where.zh}每到时间仍会再试。`,
          en: `Source “${name}” has failed several times in a row.${why.en} ${where.en} It is tried again at every slot.`,
        },
      };
    case 'refused':
      return {
        summary: {
          zh: `数据来源的文件被拒收：${name}`,
          en: `A file of an import source was refused: ${name}`,
        },
        description: {
          zh: `来源“${name}”的文件没有入库。${why.zh}${where.zh}请按报告改正后重新放入。`,
          en: `A file of source “${name}” was not imported.${why.en} ${where.en} Mend it as its report says and put it in again.`,
        },
      };
    case 'silent': {
      const days = source.silentAfterDays ?? 0;
      const since = source.lastNewAt?.slice(0, 10);
      return {
        summary: { zh: `数据来源没有新数据：${name}`, en: `Import source has fallen silent: ${name}` },
        description: {
          zh: `来源“${name}”已超过 ${days} 天没有新数据（上一次：${since ?? '从未'}）。${where.zh}`,
          en: `Source “${name}” has brought nothing new for more than ${days} days (last: ${since ?? 'never'}). ${where.en}`,
        },
      };
    }
  }
}

function endWords({ incident, source, ended }: IncidentMessage): { summary: Words; description: Words } {
  const { name, place } = source;
  const trouble: Record<SourceIncidentKind, Words> = {
    failing: { zh: '读取失败', en: 'failing' },
    refused: { zh: '文件被拒收', en: 'refused file' },
    silent: { zh: '没有新数据', en: 'silent' },
  };
  const about = trouble[incident.kind];
  const off = ended === 'switchedOff';
  return {
    summary: {
      zh: `数据来源预警解除（${about.zh}）：${name}`,
      en: `Import source alert over (${about.en}): ${name}`,
    },
    description: {
      zh: off ? `来源“${name}”已停用或删除。位置：${place}。` : `来源“${name}”已恢复正常。位置：${place}。`,
      en: off
        ? `Source “${name}” was disabled or removed. Place: ${place}.`
        : `Source “${name}” works again. Place: ${place}.`,
    },
  };
}
