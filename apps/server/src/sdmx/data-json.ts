/**
 * SDMX-JSON 2.0.0 data messages (https://github.com/sdmx-twg/sdmx-json, data-message field guide), written as they are
 * read: data first, then the structure with just the values that came up. Pure.
 */
import { endOfDayInZone, startOfDayInZone, type TimePeriod } from '#time-period';
import type { Language } from '../observations/series-name.js';
import { observationAttribute, seriesAttribute } from './data-csv.js';
import type { DataQuery } from './data-query.js';
import {
  type Attribute,
  type Component,
  obsValue,
  type PlanStructure,
  type Text,
  timePeriod,
} from './plan-structure.js';
import type { SdmxObservation, SdmxSeries } from './sdmx-series.js';
import { flowUrn } from './urn.js';

/** Series that were known from one instant on; without history there is one such set. */
export interface DataSet {
  readonly validFrom: Date | null;
  readonly series: AsyncIterable<SdmxSeries>;
}

export interface MessageHead {
  readonly prepared: Date;
  readonly language: Language;
  readonly timeZone: string;
}

/** Gives each value a number in the order in which they come up. */
class Numbered<T> {
  readonly values: T[] = [];
  private readonly numbers = new Map<string, number>();

  of(text: string, value: T): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.values.length);
    return this.values.push(value) - 1;
  }
}

export async function* dataJson(
  dataSets: AsyncIterable<DataSet>,
  structure: PlanStructure,
  query: DataQuery,
  head: MessageHead,
): AsyncGenerator<string> {
  const writer = new DataWriter(structure, query, head);
  yield `{"meta":${JSON.stringify(meta(structure, head, 'data'))},"data":{"dataSets":[`;
  let count = 0;
  for await (const dataSet of dataSets) {
    yield `${count > 0 ? ',' : ''}${writer.opening(dataSet)}`;
    let before = '';
    for await (const series of dataSet.series) {
      yield before + writer.series(series);
      before = ',';
    }
    yield '}}';
    count += 1;
  }
  yield `],"structures":[${count > 0 ? JSON.stringify(writer.structure(count)) : ''}]}}`;
}

/** The header of a message of either kind. */
export function meta(
  { agency }: PlanStructure,
  { prepared, language }: MessageHead,
  kind: 'data' | 'structure',
): object {
  return {
    schema: `https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/${kind}-message/tools/schemas/2.0.0/sdmx-json-${kind}-schema.json`,
    id: `${agency.id}-${prepared.getTime()}`,
    test: false,
    prepared: prepared.toISOString(),
    contentLanguages: language === 'zh' ? ['zh', 'en'] : ['en', 'zh'],
    sender: { id: agency.id, ...named(agency.name, language) },
  };
}

class DataWriter {
  private readonly codes: readonly Numbered<string>[];
  private readonly times = new Numbered<{ readonly text: string; readonly period: TimePeriod }>();
  private readonly seriesAttributes: readonly (Attribute & {
    /** null: values are written where they stand. */
    readonly numbered: Numbered<string> | null;
  })[];
  private readonly observationAttributes: readonly (Attribute & {
    /** null: values are written where they stand. */
    readonly numbered: Numbered<string> | null;
  })[];

  constructor(
    private readonly plan: PlanStructure,
    private readonly query: DataQuery,
    private readonly head: MessageHead,
  ) {
    this.codes = plan.dimensions.map(() => new Numbered<string>());
    const wanted = plan.attributes.filter(({ id }) => query.attributes.has(id));
    this.seriesAttributes = wanted
      .filter(({ level }) => level === 'series')
      .map((one) => ({ ...one, numbered: one.dataType === 'Integer' ? null : new Numbered<string>() }));
    this.observationAttributes = wanted
      .filter(({ level }) => level === 'observation')
      .map((one) => ({ ...one, numbered: one.codelist === null ? null : new Numbered<string>() }));
  }

  opening({ validFrom }: DataSet): string {
    const links = [{ rel: 'dataflow', urn: flowUrn(this.plan) }];
    const head = {
      structure: 0,
      action: 'Information',
      ...(validFrom && { validFrom: validFrom.toISOString() }),
      links,
    };
    return `${JSON.stringify(head).slice(0, -1)},"${this.query.flat ? 'observations' : 'series'}":{`;
  }

  series(series: SdmxSeries): string {
    const key = series.codes.map((code, at) => this.codes[at]!.of(code, code)).join(':');
    const ofSeries = this.seriesAttributes.map(({ id, numbered }) => {
      const text = seriesAttribute(this.plan, id, series, this.head.language);
      if (text === null) return 'null';
      return numbered ? String(numbered.of(text, text)) : text;
    });
    if (this.query.flat)
      return series.observations
        .map((one) => `"${key}:${this.time(one)}":${this.values(one, ofSeries)}`)
        .join(',');
    const observations = series.observations.map((one) => `"${this.time(one)}":${this.values(one, [])}`);
    return (
      `"${key}":{${ofSeries.length > 0 ? `"attributes":[${ofSeries.join(',')}],` : ''}` +
      `"observations":{${observations.join(',')}}}`
    );
  }

  private time({ time, period }: SdmxObservation): number {
    return this.times.of(time, { text: time, period });
  }

  /** The decimal text is a JSON number as it stands: the value exactly as stored. */
  private values(observation: SdmxObservation, ofSeries: readonly string[]): string {
    const own = this.observationAttributes.map(({ id, numbered }) => {
      const text = observationAttribute(id, observation);
      if (text === null) return 'null';
      return numbered ? String(numbered.of(text, text)) : JSON.stringify(text);
    });
    const values = [...(this.query.measures ? [observation.value] : []), ...ofSeries, ...own];
    while (values.at(-1) === 'null') values.pop();
    return `[${values.join(',')}]`;
  }

  structure(dataSets: number): object {
    const { name, dimensions, codelists } = this.plan;
    const { language } = this.head;
    const coded = (component: Component, numbered: Numbered<string>) => {
      const codes = new Map(
        (component.codelist === null ? [] : (codelists.get(component.codelist)?.codes ?? [])).map((code) => [
          code.id,
          code,
        ]),
      );
      return numbered.values.map((id) => {
        const code = codes.get(id);
        return {
          id,
          ...named(code?.name ?? { zh: id, en: id }, language),
          ...(code?.parent && { parent: code.parent }),
        };
      });
    };
    const keyed = dimensions.map((component, at) => ({
      id: component.id,
      ...named(component.name, language),
      keyPosition: at,
      ...rolesOf(component.id),
      values: coded(component, this.codes[at]!),
    }));
    const time = {
      id: timePeriod.id,
      ...named(timePeriod.name, language),
      keyPosition: dimensions.length,
      roles: [timePeriod.id],
      format: { dataType: 'ObservationalTimePeriod' },
      values: this.times.values.map(({ text, period }) => ({
        value: text,
        start: startOfDayInZone(period.start, this.head.timeZone).toISOString(),
        end: endOfDayInZone(period.end, this.head.timeZone).toISOString(),
      })),
    };
    const withTime = time.values.length > 0 ? [time] : [];
    const ofSeries = this.seriesAttributes.map((component) => ({
      ...this.attribute(component),
      ...(component.numbered &&
        component.numbered.values.length > 0 && {
          values: component.numbered.values.map((value) => ({ value })),
        }),
    }));
    const ofObservation = this.observationAttributes.map((component) => ({
      ...this.attribute(component),
      ...(component.numbered && component.numbered.values.length > 0
        ? { values: coded(component, component.numbered) }
        : {}),
    }));
    return {
      links: [{ rel: 'dataflow', urn: flowUrn(this.plan) }],
      ...named(name, language),
      dimensions: this.query.flat
        ? { dataSet: [], series: [], observation: [...keyed, ...withTime] }
        : { dataSet: [], series: keyed, observation: withTime },
      measures: {
        observation: this.query.measures
          ? [
              {
                id: obsValue.id,
                ...named(obsValue.name, language),
                isMandatory: true,
                format: { dataType: 'Decimal' },
              },
            ]
          : [],
      },
      attributes: this.query.flat
        ? { dataSet: [], series: [], observation: [...ofSeries, ...ofObservation] }
        : { dataSet: [], series: ofSeries, observation: ofObservation },
      dataSets: Array.from({ length: dataSets }, (_, at) => at),
    };
  }

  private attribute({ id, name, level, dataType, codelist }: Attribute): object {
    return {
      id,
      ...named(name, this.head.language),
      relationship: level === 'series' ? { dimensions: ['INDICATOR'] } : { observation: {} },
      ...(codelist === null && { format: { dataType } }),
      ...rolesOf(id),
    };
  }
}

/** A name in the language that is wanted, and in all. */
export function named(name: Text, language: Language): { name: string; names: Text } {
  return { name: name[language], names: name };
}

/** Roles by which programs know what to do with a component: those of SDMX's cross-domain concepts that exist here. */
function rolesOf(id: string): { roles?: readonly string[] } {
  return ['FREQ', 'REF_AREA', 'UNIT_MEASURE', 'UNIT_MULT', 'DECIMALS', 'OBS_STATUS'].includes(id)
    ? { roles: [id] }
    : {};
}
