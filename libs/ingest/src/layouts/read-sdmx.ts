import { readUnit } from '#monitoring';
import { formatPeriod, parsePeriod } from '#time-period';
import { cellFault, clipped, type CellFault } from '../cell-fault.js';
import { readCellValue, shifted } from '../cell-value.js';
import { interpretRow } from '../interpret-row.js';
import { readObservationStatus } from '../observation-status.js';
import type { FileRow } from '../read-rows.js';
import type { Reference } from '../reference.js';
import { CanonicalRow } from './canonical-row.js';
import { tableCells } from './grid.js';
import type { LabelColumn, ReadBatch, ReadRow, SdmxLayout } from './layout.js';
import { sdmxColumns, type SdmxColumns } from './sdmx-header.js';

/**
 * The rows of SDMX-CSV: one observation a row. Codes may be followed by their names ("610100: 西安市"). A row without
 * an observation value, or whose status says that there is none, gives only attributes and counts as missing.
 *
 * So does a row that this service itself computed (COMPUTED, see docs/exporting.md): read in, it would stand as
 * reported. ACCUMULATION says of a period whether the value runs from the beginning of the year through it.
 *
 * Of the actions Information, Append, Merge and Replace give values; Delete is refused, for the history of what was
 * known only grows, and undoing an import is how a value is taken back.
 */
export async function* readSdmx(
  layout: SdmxLayout,
  batches: AsyncIterable<readonly FileRow[]>,
  reference: Reference,
): AsyncGenerator<ReadBatch> {
  const reader = new SdmxReader(layout, reference);
  for await (const batch of batches) yield reader.read(batch.filter(({ line }) => line > layout.headerLine));
}

const frequencyCodes: Readonly<Record<string, string>> = { A: 'A', S: 'S', H: 'S', Q: 'Q', M: 'M', D: 'D' };
const actions = /^(?:|I|A|M|R|Information|Append|Merge|Replace)$/i;
/** Codes of "the total" and "does not apply", as the guidelines for SDMX code lists have them. */
const nothingSpecial = /^(?:|_T|_Z|_X|_U|_O|~)$/;
/** Codes of units as code lists of SDMX write them. */
const unitCodes: Readonly<Record<string, string>> = {
  CNY: '元',
  RMB: '元',
  USD: '美元',
  PT: '%',
  PC: '%',
  PS: '人',
  PERS: '人',
  T: '吨',
  TN: '吨',
  KM: '公里',
  MIN: '分钟',
};

class SdmxReader {
  private readonly columns: SdmxColumns;
  private readonly canonical: CanonicalRow;
  private readonly labels: readonly LabelColumn[];

  constructor(
    layout: SdmxLayout,
    private readonly reference: Reference,
  ) {
    this.columns = sdmxColumns(layout.header, reference).columns;
    this.labels = this.columns.labels;
    this.canonical = new CanonicalRow(this.labels);
  }

  read(batch: readonly FileRow[]): ReadBatch {
    const rows: ReadRow[] = [];
    let missing = 0;
    for (const row of batch) {
      const read = this.readRow(row);
      if (read) rows.push(read);
      else missing += 1;
    }
    return { rows, missing, notices: [] };
  }

  /** Null: the row has no value to land. */
  private readRow({ line, cells: written, fault }: FileRow): ReadRow | null {
    const row = { line, column: 'OBS_VALUE', written: '', cells: written };
    const refused = (faults: readonly CellFault[]): ReadRow => ({
      ...row,
      observations: [],
      faults,
      notices: [],
    });
    if (fault) return refused([fault]);
    const cells = tableCells(written, this.columns.width);
    if (cells.length < this.columns.width) {
      const message = `本行只有 ${cells.length} 格，表头有 ${this.columns.width} 列`;
      return refused([cellFault('', 'missing-cell', '', message)]);
    }
    const cell = (name: keyof SdmxColumns['at']) => codeOf(cells[this.columns.at[name] ?? -1] ?? '');
    const action = cell('ACTION');
    if (/^(?:D|Delete)$/i.test(action)) {
      const message = '不能用 ACTION=D 删除数值：已知数值的历史只增不减；要收回一次导入的数，请撤销那次导入';
      return refused([cellFault('ACTION', 'missing-value', action, message)]);
    }
    const value = cells[this.columns.at.OBS_VALUE ?? -1] ?? '';
    const status = cell('OBS_STATUS');
    const hasValue = readCellValue(value).kind !== 'missing';
    if (!hasValue || !nothingSpecial.test(cell('COMPUTED'))) return null;
    const faults: CellFault[] = [];
    if (!actions.test(action))
      faults.push(
        cellFault('ACTION', 'unknown-status', action, `不认识的动作 ${clipped(action)}；可用 I、A、M、R`),
      );
    const own = this.ownFaults(cells);
    const frequency = this.frequencyFault(cell('FREQ'), cell('TIME_PERIOD'));
    const unit = unitCodes[cell('UNIT_MEASURE')] ?? cell('UNIT_MEASURE');
    const power = cell('UNIT_MULT');
    const time = this.time(cell('TIME_PERIOD'), cell('ACCUMULATION'));
    if (typeof time !== 'string') faults.push(time);
    const exact = scaledValue(value, power, unit);
    if (typeof exact !== 'string') faults.push(exact);
    faults.push(...own, ...(frequency ? [frequency] : []));
    const read = interpretRow(
      this.canonical.cells(
        {
          indicator: this.columns.at.INDICATOR === undefined ? this.dataflow(cells) : cell('INDICATOR'),
          ref_area: cell('REF_AREA'),
          time_period: typeof time === 'string' ? time : cell('TIME_PERIOD'),
          unit,
          obs_status: readObservationStatus(status) === null ? status : status.toUpperCase(),
        },
        typeof exact === 'string' ? exact : value,
        new Map(this.labels.map((label) => [label, this.labelText(label, cells)])),
      ),
      this.canonical.columns,
      this.reference,
    );
    const all = [
      ...faults,
      ...(read.faults ?? []).filter(({ column }) => !faults.some((one) => one.column === column)),
    ];
    if (all.length > 0 || read.faults !== null) return refused(all);
    return { ...row, written: value, observations: [read.draft], faults: [], notices: read.notices };
  }

  private labelText({ at, role }: LabelColumn, cells: readonly string[]): string {
    const text = cells[at] ?? '';
    if (typeof role === 'string' || 'source' in role) return text;
    const code = codeOf(text);
    return nothingSpecial.test(code) ? '' : code;
  }

  /** A column of no known dimension must not tell one value from another. */
  private ownFaults(cells: readonly string[]): CellFault[] {
    return this.columns.unknown.flatMap(({ at, name }) => {
      const text = codeOf(cells[at] ?? '');
      if (nothingSpecial.test(text)) return [];
      const message = `目录里没有 ${name} 这一维度；只有合计（_T）或空白的行能导入`;
      return [cellFault(name, 'unknown-breakdown', text, message)];
    });
  }

  private frequencyFault(code: string, time: string): CellFault | null {
    const period = parsePeriod(time);
    if (code === '' || !period) return null;
    const frequency = frequencyCodes[code.toUpperCase()];
    if (frequency === undefined)
      return cellFault('FREQ', 'wrong-frequency', code, `不认识的频率 ${clipped(code)}；可用 A、S、Q、M、D`);
    if (frequency === period.frequency) return null;
    return cellFault('FREQ', 'wrong-frequency', code, `频率 ${code} 与时期 ${clipped(time)} 不一致`);
  }

  /** The period with what ACCUMULATION says of it: 2019-06 from the beginning of the year is 2019-01/2019-06. */
  private time(text: string, accumulation: string): string | CellFault {
    if (accumulation === 'P' || nothingSpecial.test(accumulation)) return text;
    const fault = (message: string) => cellFault('ACCUMULATION', 'invalid-period', accumulation, message);
    if (accumulation !== 'YTD')
      return fault(`不认识的累计方式 ${clipped(accumulation)}；可用 P（本期）、YTD（年初至本期累计）`);
    const period = parsePeriod(text);
    if (!period) return text;
    if (period.frequency !== 'M' && period.frequency !== 'Q')
      return fault(`只有月度和季度的数值有年初至本期累计，${clipped(text)} 不是月份或季度`);
    return formatPeriod({ ...period, accumulation: 'yearToDate' });
  }

  /** The id of the dataflow where no column names the indicator: GZ:gdp(1.0). */
  private dataflow(cells: readonly string[]): string {
    const text = cells[this.columns.at.STRUCTURE_ID ?? 0] ?? '';
    return /^(?:[^:()]+:)?([^:()]+)\(/.exec(text)?.[1]?.trim().toLowerCase() ?? text;
  }
}

/** A cell's code without the name behind it: "610100: 西安市" is 610100. */
function codeOf(text: string): string {
  return /^([^\s:]+): /.exec(text)?.[1] ?? text.trim();
}

/** The value times its power of ten, exactly; a fault where two readings are possible. */
function scaledValue(text: string, power: string, unit: string): string | CellFault {
  if (power === '' || /^[+-]?0+$/.test(power)) return text;
  const fault = (message: string) => cellFault('UNIT_MULT', 'wrong-unit', power, message);
  if (!/^[+-]?\d{1,2}$/.test(power)) return fault(`UNIT_MULT 应是 10 的幂次，如 4、8`);
  if (unit === '') return fault('有 UNIT_MULT 而没有 UNIT_MEASURE：不知道乘的是什么单位');
  if (/[十百千万亿]|^10|thousand|million|billion/i.test(unit) || readUnit(unit) === null)
    return fault(`单位 ${clipped(unit)} 里已有倍数，又有 UNIT_MULT ${power}：不知道是否要再乘一次`);
  const value = readCellValue(text);
  if (value.kind !== 'decimal') return text;
  return shifted(value.text, Number(power)) ?? fault('乘以 10 的幂后位数太多');
}
