import { rolledBack } from '../../test/rolled-back.js';
import {
  createSampleDatabase,
  sampleCatalogue as catalogue,
  type SampleDatabase,
} from '../../test/sample-catalogue.js';
import { inTransaction } from '../database.js';
import { readIndicatorVersions, readOrganisationVersions } from './catalogue-versions.js';
import { saveCatalogue, saveIndicators } from './catalogue.js';
import { readTargetVersions } from './targets.js';

let sample: SampleDatabase;

beforeAll(async () => {
  sample = await createSampleDatabase();
});
afterAll(() => sample.drop());

const [indicator] = catalogue.indicators;
const [organisation] = catalogue.organisations;
const [target] = catalogue.targets;
const change = { by: 'li', now: new Date('2020-01-01T00:00:00Z'), reason: 'a new yearbook' };

describe('versions of the catalogue', () => {
  it('begin with what was loaded, and who loaded it', async () => {
    const made = { version: 1, changedAt: new Date('2018-12-13T00:00:00Z'), changedBy: 'spec', reason: null };
    const { manager } = sample.database;
    expect(await readIndicatorVersions(manager, indicator!.code)).toEqual([
      { ...made, definition: indicator },
    ]);
    expect(await readOrganisationVersions(manager, organisation!.code)).toEqual([
      { ...made, definition: organisation },
    ]);
    expect(await readIndicatorVersions(manager, 'unknown')).toEqual([]);
  });

  it('get one more by a change, with its author, instant and reason, and none by no change', () =>
    rolledBack(sample.database, async (tx) => {
      const definition = { zh: '新定义', en: 'another definition' };
      const changed = {
        ...catalogue,
        indicators: [{ ...indicator!, definition }],
        organisations: [{ ...organisation!, note: 'renamed' }],
        targets: [{ ...target!, note: { zh: '注', en: 'note' } }],
      };
      await saveCatalogue(tx, changed, change.by, change.now, change.reason);
      await saveCatalogue(tx, changed, 'wang', new Date('2021-01-01'), 'nothing');
      const [before, after, ...more] = await readIndicatorVersions(tx, indicator!.code);
      expect(more).toEqual([]);
      expect(before?.definition).toEqual(indicator);
      const made = { version: 2, changedAt: change.now, changedBy: 'li', reason: 'a new yearbook' };
      expect(after).toEqual({ ...made, definition: { ...indicator, definition } });
      expect(await readOrganisationVersions(tx, organisation!.code)).toEqual([
        expect.objectContaining({ version: 1, definition: organisation }),
        { ...made, definition: { ...organisation, note: 'renamed' } },
      ]);
      const reasons = (await readTargetVersions(tx, target!.code)).map(({ changeReason }) => changeReason);
      expect(reasons).toEqual([null, 'a new yearbook']);
    }));

  it('of an indicator count its tasks too', () =>
    rolledBack(sample.database, async (tx) => {
      const tasks = catalogue.tasks.map(({ number }) => number);
      await saveIndicators(tx, [{ ...indicator!, tasks }], change);
      await saveIndicators(tx, [{ ...indicator!, tasks: [] }], change);
      const versions = await readIndicatorVersions(tx, indicator!.code);
      expect(versions.slice(1).map((version) => version.definition.tasks)).toEqual([tasks, []]);
    }));

  it.each(['indicator_version', 'organisation_version'])('are never changed: %s', async (table) => {
    for (const statement of [`update ${table} set reason = 'other'`, `delete from ${table}`])
      await expect(inTransaction(sample.database, (tx) => tx.query(statement))).rejects.toThrow(
        /never changed/,
      );
  });
});
