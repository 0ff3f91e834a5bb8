/**
 * The names of indicators, their units and areas. They are a courtesy: until they are here, or should they not come,
 * the codes stand in their place. Loaded once; a catalogue seldom changes while a page is open.
 */
import { computed, onMounted, shallowRef, watch } from 'vue';
import type { Area, Indicator } from '#contract';
import { useAnswer } from './answer';
import { api } from './api';
import { useLanguage } from './language';
import { periodWords } from './period-wording';

const indicators = shallowRef<ReadonlyMap<string, Indicator> | null>(null);
const areas = shallowRef<ReadonlyMap<string, Area> | null>(null);

const byCode = <T extends { code: string }>(all: readonly T[]) => new Map(all.map((one) => [one.code, one]));

export function useCatalogueNames() {
  const { language, pick } = useLanguage();
  const came = useAnswer((signal) => Promise.all([api.indicators(signal), api.areas(signal)]));
  onMounted(() => {
    if (indicators.value === null) void came.reload();
  });
  watch(came.answer, (answer) => {
    if (answer === null) return;
    indicators.value = byCode(answer[0]);
    areas.value = byCode(answer[1]);
  });

  return computed(() => ({
    indicator: (code: string) => pick(indicators.value?.get(code)?.name ?? { zh: code, en: code }),
    area: (code: string) => pick(areas.value?.get(code)?.name ?? { zh: code, en: code }),
    /** @param otherwise what stands there while the indicator's unit is not known */
    unit: (indicator: string, otherwise: string) =>
      pick(indicators.value?.get(indicator)?.unit ?? { zh: otherwise, en: otherwise }),
    /** What a layout's constant says: the name of a code, the words of a period, else the text itself. */
    constant(field: string, value: string): string {
      if (field === 'indicator') return this.indicator(value);
      if (field === 'ref_area') return this.area(value);
      return field === 'time_period' ? periodWords(value, language.value) : value;
    },
  }));
}

export type CatalogueNames = ReturnType<typeof useCatalogueNames>['value'];
