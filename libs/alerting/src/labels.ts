/** Labels of an alert: names and values, as Prometheus has them. An empty value is the same as no label. */
export type Labels = Readonly<Record<string, string>>;

/** Label names as Prometheus allows them. */
const labelName = /^[A-Za-z_][A-Za-z0-9_]{0,59}$/;

export function isLabelName(text: string): boolean {
  return labelName.test(text);
}

/** The value of a label, '' when there is none. */
export function valueOf(labels: Labels, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
}

/**
 * The one text of a set of labels, whatever their order: to be hashed into a fingerprint, or compared. Labels without
 * a value do not count. Sorted by UTF-16 code units, so that it does not depend on a locale.
 */
export function canonicalText(labels: Labels): string {
  const pairs = Object.entries(labels).filter(([, value]) => value !== '');
  return JSON.stringify(pairs.sort(([a], [b]) => compareText(a, b)));
}

/**
 * The labels that say which alert it is: the rule's name and the labels of its subject. Values, severity, status and
 * level are not among them, so an alert stays the same alert when its numbers change or its rule is edited.
 */
export function identityLabels(ruleName: string, subject: Labels): Labels {
  return { ...subject, alertname: ruleName };
}

export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
