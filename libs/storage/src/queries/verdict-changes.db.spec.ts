import { createSampleDatabase, sampleCatalogue, type SampleDatabase } from '../../test/sample-catalogue.js';
import { inTransaction } from '../database.js';
import { addAssessments } from './assessments.js';
import { readTargets, reviseTarget } from './targets.js';
import { readStatusChanges } from './verdict-changes.js';

let sample: SampleDatabase;
const [routes] = sampleCatalogue.targets;
const day = (number: number) => new Date(Date.UTC(2020, 0, number));

beforeAll(async () => {
  sample = await createSampleDatabase();
  await inTransaction(sample.database, async (tx) => {
    for (const code of [routes!.code, 'a-second']) {
      await reviseTarget(
        tx,
        { ...routes!, code },
        { by: 'spec', now: new Date('2020-01-01'), firstValidFrom: '2018-12-03' },
      );
      const [target] = await readTargets(tx, { codes: [code] });
      const statuses = [null, 'onTrack', 'atRisk', 'atRisk', 'missed'];
      for (let i = 1; i < statuses.length; i += 1)
        await addAssessments(tx, [
          {
            targetId: target!.id,
            targetCode: code,
            asOf: day(i),
            recordedAt: day(i),
            status: statuses[i]!,
            previousStatus: statuses[i - 1] ?? null,
            cause: 'sweep',
            importId: null,
            verdict: {},
          },
        ]);
    }
  });
});
afterAll(() => sample.drop());

const read = async (filter: Parameters<typeof readStatusChanges>[1], limit = 10) =>
  (await readStatusChanges(sample.database.manager, filter, limit)).map(
    ({ target, from, to, recordedAt }) => `${recordedAt.getUTCDate()} ${target} ${from} ${to}`,
  );

describe('changes of status', () => {
  it('are those recorded verdicts that differ from the one before, the newest first', async () => {
    expect(await read({ targets: ['a-second'] })).toEqual([
      '4 a-second atRisk missed',
      '2 a-second onTrack atRisk',
    ]);
  });

  it('are narrowed by time and number', async () => {
    expect(await read({ targets: ['a-second'], to: day(3) })).toEqual(['2 a-second onTrack atRisk']);
    expect(await read({ targets: ['a-second'], from: day(3) })).toEqual(['4 a-second atRisk missed']);
    expect(await read({}, 3)).toHaveLength(3);
  });
});
