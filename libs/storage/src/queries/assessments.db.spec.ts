import { createSampleDatabase, sampleCatalogue, type SampleDatabase } from '../../test/sample-catalogue.js';
import { inTransaction } from '../database.js';
import {
  addAssessments,
  readAssessmentHistory,
  readLatestAssessments,
  type StoredAssessment,
} from './assessments.js';
import { readTargets, reviseTarget } from './targets.js';

let sample: SampleDatabase;

const [routes] = sampleCatalogue.targets;
const codes = [routes!.code, 'a-second', 'never-judged'];
const change = { by: 'spec', now: new Date('2020-01-01'), firstValidFrom: '2018-12-03' };
const day = (index: number) => new Date(Date.UTC(2020, 0, 1 + index));

beforeAll(async () => {
  sample = await createSampleDatabase();
  await inTransaction(sample.database, async (tx) => {
    for (const code of codes) await reviseTarget(tx, { ...routes!, code }, change);
    for (let index = 0; index < 400; index += 1) await record(index, codes[index % 2]!);
    // The last verdict on the first target is of its second version.
    await reviseTarget(tx, { ...routes!, value: '120' }, change);

    async function record(index: number, code: string): Promise<void> {
      const [target] = await readTargets(tx, { codes: [code] });
      await addAssessments(tx, [assessment(target!.id, code, index)]);
    }
  });
  await inTransaction(sample.database, async (tx) => {
    const [target] = await readTargets(tx, { codes: [routes!.code] });
    await addAssessments(tx, [assessment(target!.id, routes!.code, 400)]);
  });
});
afterAll(() => sample.drop());

function assessment(
  targetId: number,
  targetCode: string,
  index: number,
): Omit<StoredAssessment, 'id' | 'targetVersion'> {
  return {
    targetId,
    targetCode,
    asOf: day(index),
    recordedAt: day(index),
    status: index % 4 < 2 ? 'onTrack' : 'atRisk',
    previousStatus: index < 2 ? null : 'onTrack',
    cause: 'sweep',
    importId: null,
    verdict: { pace: index / 1000, due: ['2020'] },
  };
}

describe('readLatestAssessments', () => {
  it('one of each target that was ever judged, with the version that was judged', async () => {
    expect(await readLatestAssessments(sample.database.manager)).toEqual([
      { ...assessment(expect.any(Number), 'a-second', 399), id: expect.any(Number), targetVersion: 1 },
      { ...assessment(expect.any(Number), routes!.code, 400), id: expect.any(Number), targetVersion: 2 },
    ]);
  });

  it.each([
    [['a-second'], ['a-second']],
    [['never-judged', 'unknown'], []],
    [[], []],
  ])('of %j only', async (asked, expected) => {
    const latest = await readLatestAssessments(sample.database.manager, asked);
    expect(latest.map(({ targetCode }) => targetCode)).toEqual(expected);
  });

  it('reads a handful of rows however long the history is', async () => {
    await sample.database.query('analyze assessment');
    const read = await inTransaction(sample.database, async (tx) => {
      await readLatestAssessments(tx);
      const [row]: { read: string }[] = await tx.query(
        `select seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables where relname = 'assessment'`,
      );
      return Number(row?.read);
    });
    expect(read).toBeLessThan(10);
  });
});

describe('readAssessmentHistory', () => {
  it('the newest first, as many as asked', async () => {
    const history = await readAssessmentHistory(sample.database.manager, routes!.code, 3);
    expect(history.map(({ asOf, targetVersion }) => [asOf, targetVersion])).toEqual([
      [day(400), 2],
      [day(398), 1],
      [day(396), 1],
    ]);
    expect(await readAssessmentHistory(sample.database.manager, routes!.code)).toHaveLength(201);
    expect(await readAssessmentHistory(sample.database.manager, 'never-judged')).toEqual([]);
  });
});
