import type { StoredAlert, StoredTarget } from '#storage';
import type { Language } from './payload.js';

/** What an alert is about, by name: its target, its indicator and area, its source, or its project and stage; else as its labels have it. */
export function alertName(
  { target, names, labels, subject }: StoredAlert,
  targets: readonly Pick<StoredTarget, 'code' | 'name'>[],
  language: Language,
): string {
  if (target !== null) {
    const known = targets.find(({ code }) => code === target)?.name ?? names['target'];
    return known?.[language] ?? target;
  }
  const parts = (labels['project'] ? ['project', 'stage'] : ['indicator', 'area', 'source']).flatMap(
    (label) => names[label]?.[language] ?? labels[label] ?? [],
  );
  return parts.length > 0 ? parts.join(' · ') : subject;
}
