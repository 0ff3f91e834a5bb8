import type { Area, AreaRollUp, Indicator } from '#contract';
import { FormulaFault, indicatorsOf, parseFormula, type Formula } from './formula.js';
import { isGrowthRateByFormula } from './growth-rate.js';
import {
  isSameMeasure,
  measureOfUnit,
  measureWords,
  persons,
  product,
  pureNumber,
  quotient,
  shareOfOne,
  type Measure,
} from './measure.js';

/** What is wrong with how an indicator is computed. */
export interface DerivedFault {
  /** Its place in the list of indicators. */
  readonly index: number;
  readonly field: 'formula' | 'areaRollUp' | 'isGrowthRate';
  readonly message: string;
}

/**
 * Checks the formulas and area roll-ups of a catalogue: that they can be read, that what they name is there, that
 * nothing is computed from itself, and that units and kinds fit. No value is computed by anything that has a fault.
 *
 * @param complete whether all indicators and areas are given; else what a formula names may be among the others.
 */
export function checkDerived(
  indicators: readonly Indicator[],
  areas: readonly Area[],
  complete: { readonly indicators: boolean; readonly areas: boolean } = { indicators: true, areas: true },
): DerivedFault[] {
  const byCode = new Map(indicators.map((indicator) => [indicator.code, indicator]));
  const sources = new Map(indicators.map((indicator) => [indicator.code, sourcesOf(indicator)]));
  const faults: DerivedFault[] = [];
  indicators.forEach((indicator, index) => {
    const { formula, areaRollUp } = indicator;
    const check = (field: DerivedFault['field'], work: () => void) => {
      const message = faultOf(work);
      if (message !== null) faults.push({ index, field, message });
    };
    const known = (code: string) => {
      const found = byCode.get(code);
      if (!found && complete.indicators) throw new FormulaFault(`there is no indicator ${code}`);
      return found ?? null;
    };
    if (formula)
      check('formula', () => {
        const parsed = parseFormula(formula);
        if (areaRollUp) throw new FormulaFault('an indicator has a formula or an area roll-up, not both');
        const operands = indicatorsOf(parsed).map(known);
        refuseCircle(indicator.code, sources);
        if (!operands.includes(null)) checkResult(indicator, parsed, byCode);
      });
    if (indicator.isGrowthRate === false && isGrowthRateByFormula(formula ?? null))
      faults.push({
        index,
        field: 'isGrowthRate',
        message: 'its formula makes it a growth rate: say so, or nothing',
      });
    if (areaRollUp)
      check('areaRollUp', () => {
        const weight = areaRollUp.by === null ? null : known(areaRollUp.by);
        refuseCircle(indicator.code, sources);
        checkRollUp(indicator, areaRollUp, weight);
        checkAreas(areaRollUp, complete.areas ? new Set(areas.map(({ code }) => code)) : null);
      });
  });
  return faults;
}

function faultOf(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof FormulaFault) return error.message;
    throw error;
  }
}

/** Codes of the indicators that an indicator is computed from; none where its formula cannot be read. */
export function sourcesOf({ formula, areaRollUp }: Indicator): string[] {
  const weight = areaRollUp?.by;
  const codes = weight ? [weight] : [];
  if (formula && faultOf(() => codes.push(...indicatorsOf(parseFormula(formula)))) !== null) return codes;
  return codes;
}

function refuseCircle(code: string, sources: ReadonlyMap<string, readonly string[]>): void {
  const below = new Set<string>();
  const waiting = [...(sources.get(code) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === code) throw new FormulaFault(`${code} would be computed from itself`);
    if (below.has(next)) continue;
    below.add(next);
    waiting.push(...(sources.get(next) ?? []));
  }
}

/** Of a part of a formula: its measure, and whether it stands at a moment (stock), adds up over time (flow) or neither. */
interface Nature {
  readonly measure: Measure;
  readonly kind: Indicator['kind'] | 'number';
}

function checkResult(indicator: Indicator, formula: Formula, byCode: ReadonlyMap<string, Indicator>): void {
  const result = natureOf(formula, (code) => {
    const operand = byCode.get(code)!;
    if (!isSameList(operand.dimensions, indicator.dimensions))
      throw new FormulaFault(
        `${code} is broken down by ${listWords(operand.dimensions)}, ${indicator.code} by ${listWords(indicator.dimensions)}; they must be the same`,
      );
    return { measure: unitOf(operand), kind: operand.kind };
  });
  if (result.kind === 'number') throw new FormulaFault('names no indicator: a number alone is no series');
  const own = unitOf(indicator);
  if (!isSameMeasure(result.measure, own)) {
    const hint =
      isSameMeasure(own, shareOfOne) && isSameMeasure(result.measure, pureNumber)
        ? '; for a share in % write share(a, b)'
        : '';
    throw new FormulaFault(
      `gives ${measureWords(result.measure)}, but the unit of ${indicator.code} is ${indicator.unit.zh}${hint}`,
    );
  }
  if ((result.kind === 'stock') !== (indicator.kind === 'stock'))
    throw new FormulaFault(
      `gives values ${result.kind === 'stock' ? 'at a moment' : 'over a period'}, but ${indicator.code} is of kind ${indicator.kind}`,
    );
}

function natureOf(formula: Formula, ofIndicator: (code: string) => Nature): Nature {
  switch (formula.type) {
    case 'number':
      return { measure: pureNumber, kind: 'number' };
    case 'indicator':
      return ofIndicator(formula.code);
    case 'operation': {
      const left = natureOf(formula.left, ofIndicator);
      const right = natureOf(formula.right, ofIndicator);
      if (formula.operator === '+' || formula.operator === '-') return natureOfSum(left, right);
      const measure = (formula.operator === '*' ? product : quotient)(left.measure, right.measure);
      return { measure, kind: kindOfRatio(left, right) };
    }
    case 'call': {
      const [first, second] = formula.arguments.map((argument) => natureOf(argument, ofIndicator));
      // The parser has counted the arguments.
      return natureOfCall(formula.name, first!, second ?? first!);
    }
  }
}

function natureOfSum(a: Nature, b: Nature): Nature {
  if (!isSameMeasure(a.measure, b.measure))
    throw new FormulaFault(`adds or subtracts ${measureWords(a.measure)} and ${measureWords(b.measure)}`);
  if (a.kind !== b.kind) throw new FormulaFault(`adds or subtracts values of kind ${a.kind} and ${b.kind}`);
  return a;
}

function kindOfRatio(a: Nature, b: Nature): Nature['kind'] {
  if (b.kind === 'number') return a.kind;
  if (a.kind === 'number') return b.kind === 'stock' ? 'stock' : 'average';
  return a.kind === 'stock' && b.kind === 'stock' ? 'stock' : 'average';
}

function natureOfCall(name: (Formula & { type: 'call' })['name'], a: Nature, b: Nature): Nature {
  if (a.kind === 'number') throw new FormulaFault(`${name} is of a series, not of a number`);
  switch (name) {
    case 'share':
      if (!isSameMeasure(a.measure, b.measure))
        throw new FormulaFault(`share(a, b) of ${measureWords(a.measure)} in ${measureWords(b.measure)}`);
      return { measure: shareOfOne, kind: kindOfRatio(a, b) };
    case 'perHead':
      if (!isSameMeasure(b.measure, persons))
        throw new FormulaFault(`perHead(a, population) needs persons, not ${measureWords(b.measure)}`);
      return { measure: a.measure, kind: a.kind === 'stock' && b.kind !== 'stock' ? 'average' : a.kind };
    case 'changeOnYear':
      if (isSameMeasure(a.measure, shareOfOne))
        throw new FormulaFault(
          'changeOnYear of a share would be per cent of a percentage: it changes by percentage points',
        );
      return { measure: shareOfOne, kind: a.kind === 'stock' ? 'stock' : 'average' };
    case 'cumulative':
    case 'fromCumulative':
      if (a.kind !== 'flow')
        throw new FormulaFault(`${name} needs a flow, not kind ${a.kind}: only flows add up`);
      return a;
  }
}

function unitOf({ code, unit }: Indicator): Measure {
  const measure = measureOfUnit(unit.zh);
  if (!measure) throw new FormulaFault(`the unit ${unit.zh} of ${code} cannot be computed with`);
  return measure;
}

function checkRollUp(
  indicator: Indicator,
  { method, by }: NonNullable<Indicator['areaRollUp']>,
  weight: Indicator | null,
): void {
  if ((method === 'weighted') !== (by !== null))
    throw new FormulaFault('method weighted needs an indicator to weight by, and only it has one');
  for (const one of weight ? [indicator, weight] : [indicator]) unitOf(one);
  if (method === 'sum' && isRate(indicator))
    throw new FormulaFault('rates and averages of areas do not add up: use weighted, or mean');
  if (weight && weight.dimensions.length > 0 && !isSameList(weight.dimensions, indicator.dimensions))
    throw new FormulaFault(
      `${weight.code} is broken down by ${listWords(weight.dimensions)}, ${indicator.code} is not`,
    );
}

/** A mean, a share, or so much of one thing to another. */
function isRate(indicator: Indicator): boolean {
  const unit = unitOf(indicator);
  return (
    indicator.kind === 'average' ||
    isSameMeasure(unit, shareOfOne) ||
    [...unit.bases.values()].some((power) => power < 0)
  );
}

/** @param known codes of all areas; null where not all were read. */
function checkAreas({ areas }: AreaRollUp, known: ReadonlySet<string> | null): void {
  const partsOf = new Map(areas.map(({ area, parts }) => [area, parts]));
  if (partsOf.size < areas.length) throw new FormulaFault('an area is there twice');
  for (const { area, parts } of areas) {
    const missing = [area, ...parts].find((code) => known && !known.has(code));
    if (missing !== undefined) throw new FormulaFault(`there is no area ${missing}`);
    if (new Set(parts).size < parts.length) throw new FormulaFault(`a part of ${area} is there twice`);
  }
  for (const { area } of areas) refuseCircle(area, partsOf);
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}

function listWords(list: readonly string[]): string {
  return list.length === 0 ? 'nothing' : list.join(', ');
}
