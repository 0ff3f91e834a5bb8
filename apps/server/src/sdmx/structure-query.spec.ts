import { AppError } from '#contract';
import { artefactsOf } from './artefacts.js';
import { checkFlow, findArtefacts, messageData, parseFlow, parseStructureQuery } from './structure-query.js';
import { structure } from './test/sample-structure.js';

const all = artefactsOf(structure, 'en');
const lists = [
  'CL_ACCUMULATION',
  'CL_AREA',
  'CL_COMPUTED',
  'CL_FREQ',
  'CL_INDICATOR',
  'CL_OBS_STATUS',
  'CL_TO',
];

/** The ids of what is asked for, and of what comes beside it. */
const find = (path: string, parameters = '') => {
  const [kind = '*', ...rest] = path.split('/');
  const { asked, beside } = findArtefacts(
    parseStructureQuery(kind, rest, new URLSearchParams(parameters)),
    all,
  );
  return [asked.map(({ id }) => id).toSorted(), beside.map(({ kind: of, id }) => `${of} ${id}`).toSorted()];
};
const allLists = lists.map((id) => `codelist ${id}`);
const dsd = 'datastructure OBSERVATIONS';
const flow = 'dataflow OBSERVATIONS';
const concepts = 'conceptscheme CONCEPTS';

describe('a structure query', () => {
  it.each([
    ['dataflow', '', ['OBSERVATIONS'], []],
    ['dataflow/SAMPLE-2020/OBSERVATIONS/1.0', '', ['OBSERVATIONS'], []],
    ['dataflow/all/all/latest', '', ['OBSERVATIONS'], []],
    ['dataflow/OTHER', '', [], []],
    ['dataflow/*/OBSERVATIONS/2.0', '', [], []],
    ['codelist', '', lists, []],
    ['codelist/*/CL_FREQ,CL_AREA', '', ['CL_AREA', 'CL_FREQ'], []],
    ['agencyscheme/SDMX', '', ['AGENCIES'], []],
    ['*', '', ['AGENCIES', ...lists, 'CONCEPTS', 'OBSERVATIONS', 'OBSERVATIONS'], []],
    ['dataflow', 'references=children', ['OBSERVATIONS'], [dsd]],
    ['dataflow', 'references=descendants', ['OBSERVATIONS'], [...allLists, concepts, dsd]],
    ['dataflow', 'references=all', ['OBSERVATIONS'], [...allLists, concepts, dsd]],
    ['dataflow', 'references=codelist', ['OBSERVATIONS'], allLists],
    ['datastructure', 'references=parents', ['OBSERVATIONS'], [flow]],
    ['codelist/*/CL_FREQ', 'references=parents', ['CL_FREQ'], [dsd]],
    ['codelist/*/CL_FREQ', 'references=ancestors', ['CL_FREQ'], [flow, dsd]],
    ['conceptscheme', 'references=parentsandsiblings', ['CONCEPTS'], [...allLists, dsd]],
  ])('%s?%s', (path, parameters, asked, beside) => {
    expect(find(path, parameters)).toEqual([asked.toSorted(), beside.toSorted()]);
  });

  it.each([
    ['colourscheme', '', 'invalid-request'],
    ['categoryscheme', '', 'not-found'],
    ['codelist', 'references=some', 'invalid-request'],
    ['codelist', 'detail=some', 'invalid-request'],
    ['codelist', 'asOf=2020-01-01', 'not-implemented'],
    ['codelist', 'colour=red', 'invalid-request'],
  ])('%s?%s is refused', (kind, parameters, code) => {
    try {
      parseStructureQuery(kind, [], new URLSearchParams(parameters));
      throw new Error('nothing was refused');
    } catch (error) {
      expect((error as AppError).code).toBe(code);
    }
  });

  it('gives single items, and stubs', () => {
    const one = parseStructureQuery('codelist', ['*', 'CL_AREA', '~', '610100'], new URLSearchParams());
    const data = messageData(one, findArtefacts(one, all).asked, []);
    expect(data['codelists']).toMatchObject([
      { id: 'CL_AREA', isPartial: true, codes: [{ id: '610100', name: "Xi'an", parent: '610000' }] },
    ]);
    const stubs = parseStructureQuery('codelist', [], new URLSearchParams('detail=allstubs'));
    for (const list of messageData(stubs, findArtefacts(stubs, all).asked, [])['codelists']!)
      expect(list).not.toHaveProperty('codes');
  });

  it.each([
    ['OBSERVATIONS', true],
    ['SAMPLE-2020,OBSERVATIONS', true],
    ['all,OBSERVATIONS,latest', true],
    ['SAMPLE-2020,OBSERVATIONS,1.0', true],
    ['SAMPLE-2020,OBSERVATIONS,2.0', false],
    ['OTHER,OBSERVATIONS', false],
    ['EXR', false],
  ])('the dataflow %s: %s', (text, isThere) => {
    const check = () => checkFlow(parseFlow(text), 'SAMPLE-2020');
    if (isThere) expect(check).not.toThrow();
    else expect(check).toThrow(AppError);
  });
});
