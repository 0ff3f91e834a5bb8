import { cellFault, clipped, type CellFault } from '../cell-fault.js';
import type { Reference } from '../reference.js';
import { widthBeforeReasons } from './grid.js';
import type { LabelColumn } from './layout.js';

const components = [
  'STRUCTURE_ID',
  'ACTION',
  'INDICATOR',
  'REF_AREA',
  'FREQ',
  'TIME_PERIOD',
  'OBS_VALUE',
  'OBS_STATUS',
  'UNIT_MEASURE',
  'UNIT_MULT',
  'ACCUMULATION',
  'COMPUTED',
] as const;
type Component = (typeof components)[number];

/** Where the components of a file stand, by position from 0. */
export interface SdmxColumns {
  readonly at: Readonly<Partial<Record<Component, number>>>;
  /** Breakdown dimensions, comments, release dates and sources. */
  readonly labels: readonly LabelColumn[];
  /** Columns that may be dimensions which the catalogue does not have. */
  readonly unknown: readonly { readonly at: number; readonly name: string }[];
  readonly width: number;
}

const otherNames: Readonly<Record<string, Component>> = {
  DATAFLOW: 'STRUCTURE_ID',
  GEO: 'REF_AREA',
  FREQUENCY: 'FREQ',
  UNIT: 'UNIT_MEASURE',
};
/** Attributes and technical columns that say nothing of which value a row holds. */
const passedOver =
  /^(?:STRUCTURE(?:_NAME)?|SERIES_KEY|OBS_KEY|DECIMALS|PRECISION|CONF_STATUS|TIME_FORMAT|COLLECTION|TITLE(?:_.*)?|COMPILATION|COVERAGE|BASE_PER|PRE_BREAK_VALUE|OBS_PRE_BREAK|EMBARGO_TIME|LAST_UPDATE|UPDATED|PREPARED|VALIDFROM|VALIDTO|METHODOLOGY.*|REF_PERIOD.*|COMMENT_(?:DSET|TS|SERIES)|REPORTING_.*)$/;
const required = ['REF_AREA', 'TIME_PERIOD', 'OBS_VALUE'] as const;

/** Whether a row is the header of SDMX-CSV, and of which version; null when it is not. */
export function sdmxVersion(cells: readonly string[]): '1.0' | '2.0' | null {
  const names = new Set(cells.map(componentId));
  if (!names.has('TIME_PERIOD') && !names.has('OBS_VALUE')) return null;
  const first = componentId(cells[0] ?? '');
  if (first === 'DATAFLOW') return '1.0';
  return first === 'STRUCTURE' && componentId(cells[1] ?? '') === 'STRUCTURE_ID' ? '2.0' : null;
}

/** The id of a column: without its name behind a colon (labels=both) and without the sign of several values. */
function componentId(cell: string): string {
  return cell
    .replace(/^\uFEFF/, '')
    .trim()
    .replace(/:.*$/s, '')
    .replace(/\[[^\]]*\]$/, '')
    .toUpperCase();
}

/** Reads the header of SDMX-CSV: components in any order; with labels=name a column of names behind each. */
export function sdmxColumns(
  header: readonly string[],
  reference: Reference,
): { readonly columns: SdmxColumns; readonly faults: readonly CellFault[] } {
  const at: Partial<Record<Component, number>> = {};
  const labels: LabelColumn[] = [];
  const unknown: { at: number; name: string }[] = [];
  const faults: CellFault[] = [];
  const dimensionOf = new Map(
    [...reference.breakdownCodes.keys()].map((dimension) => [dimension.toUpperCase(), dimension]),
  );
  const ids = header.map(componentId);
  const hasNames = ids.includes('STRUCTURE_NAME');
  const width = Math.min(header.length, widthBeforeReasons([{ cells: header }]));
  ids.slice(0, width).forEach((id, position) => {
    const component =
      components.find((one) => one === id) ?? (Object.hasOwn(otherNames, id) ? otherNames[id] : undefined);
    const name = clipped(header[position]!.trim());
    // With labels=name a column of names, headed by a name and no id, follows each component's.
    if (hasNames && position > 0 && !/^[A-Z][A-Z0-9_]*(?:\[.*\])?$/.test(name)) return;
    const dimension = dimensionOf.get(id);
    if (component !== undefined) {
      if (at[component] === undefined) at[component] = position;
      else faults.push(cellFault(name, 'duplicate-column', name, `${id} 有两列，请只保留一列`));
    } else if (dimension !== undefined) labels.push({ at: position, name, role: { dimension } });
    else if (id === 'COMMENT_OBS' || id === 'COMMENT' || id === 'OBS_COMMENT')
      labels.push({ at: position, name, role: 'comment' });
    else if (id === 'RELEASED_ON' || id === 'RELEASE_DATE')
      labels.push({ at: position, name, role: 'released_on' });
    else if (/^SOURCE_.+/.test(id)) labels.push({ at: position, name, role: { source: id.toLowerCase() } });
    else if (!passedOver.test(id) && id !== '') unknown.push({ at: position, name });
  });
  for (const component of required)
    if (at[component] === undefined)
      faults.push(cellFault(component, 'missing-column', '', `缺少必需的列 ${component}`));
  return { columns: { at, labels, unknown, width }, faults };
}
