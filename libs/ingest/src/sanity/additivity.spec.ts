import { fileURLToPath } from 'node:url';
import { readSeeds } from '../seeds/read-seeds.js';
import { addsUpOverAreas, addsUpOverTime } from './additivity.js';

const seeds = fileURLToPath(new URL('../../../../seeds/', import.meta.url));

it('of the shipped indicators these add up, and no other', async () => {
  const read = await readSeeds(seeds);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const { indicators } = read.catalogue;
  const over = (adds: typeof addsUpOverAreas) =>
    indicators
      .filter(adds)
      .map(({ code }) => code)
      .toSorted();
  expect({ areas: over(addsUpOverAreas), time: over(addsUpOverTime) }).toMatchInlineSnapshot(`
   {
     "areas": [
       "airport_cargo_throughput",
       "apple_industry_value",
       "apple_output",
       "changan_trains",
       "changan_trains_cumulative",
       "coal_consumption",
       "coal_units_below_300mw",
       "cross_region_settlement_institutions",
       "dairy_goat_industry_value",
       "dairy_goat_stock",
       "ecological_redline_area",
       "expressway_length",
       "facility_agriculture_new_area",
       "facility_agriculture_value",
       "fertilizer_use",
       "fruit_output",
       "fruit_value_added",
       "gdp",
       "goat_milk_output",
       "high_tech_enterprises",
       "horticulture_chain_value",
       "hsr_length",
       "kiwi_industry_value",
       "metro_length",
       "pesticide_use",
       "rail_length",
       "rd_expenditure",
       "resident_population",
       "tech_contract_value",
       "tech_contract_value_absorbed",
       "tech_contract_value_output",
       "tourism_revenue",
       "users_5g",
       "vegetable_output",
       "vehicle_output",
       "water_diversion_cumulative",
       "wetland_area",
       "wetland_built",
       "wetland_protected_restored",
     ],
     "time": [
       "airport_cargo_throughput",
       "airport_international_passengers",
       "airport_passenger_throughput",
       "apple_industry_value",
       "apple_output",
       "changan_trains",
       "coal_consumption",
       "dairy_goat_industry_value",
       "facility_agriculture_new_area",
       "facility_agriculture_value",
       "fertilizer_use",
       "fruit_output",
       "fruit_value_added",
       "gdp",
       "goat_milk_output",
       "good_air_days",
       "horticulture_chain_value",
       "kiwi_industry_value",
       "pesticide_use",
       "rd_expenditure",
       "rural_disposable_income",
       "tech_contract_value",
       "tech_contract_value_absorbed",
       "tech_contract_value_output",
       "tourism_revenue",
       "tourist_arrivals",
       "vegetable_output",
       "vehicle_output",
     ],
   }
  `);
});

it('ratios, means, extremes and indices do not', () => {
  const indicator = (kind: 'stock' | 'flow' | 'average', zh: string, unit: string) => ({
    kind,
    name: { zh, en: zh },
    unit: { zh: unit, en: unit },
    lowerBound: '0',
  });
  expect(addsUpOverAreas(indicator('flow', '农村居民人均可支配收入', '元'))).toBe(false);
  expect(addsUpOverTime(indicator('flow', '农村居民人均可支配收入', '元'))).toBe(true);
  expect(addsUpOverTime(indicator('flow', '日最大供水量', '万立方米'))).toBe(false);
  expect(addsUpOverTime(indicator('average', '平均工资', '元'))).toBe(false);
  expect(addsUpOverAreas(indicator('stock', '每万人床位数', '个/万人'))).toBe(false);
});
