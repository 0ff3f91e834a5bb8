import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import { inTransaction } from '../database.js';
import {
  accountRule,
  attemptKeys,
  attemptSucceeded,
  claimAttempt,
  forgetAttempts,
  waitSeconds,
} from './log-in-attempts.js';

let sample: SampleDatabase;
beforeAll(async () => {
  sample = await createSampleDatabase();
});
beforeEach(() => sample.database.query('delete from log_in_attempt'));
afterAll(() => sample.drop());

const second = (count: number) => new Date(Date.UTC(2026, 2, 15) + count * 1000);
const claim = (name: string, address: string, at: number, device: string | null = null) =>
  inTransaction(sample.database, (tx) => claimAttempt(tx, attemptKeys(name, address, device), second(at)));

describe('waiting', () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, 10],
    [6, 20],
    [11, 640],
    [12, 900],
    [5000, 900],
  ])('after %i failures is %i seconds', (failures, seconds) => {
    expect(waitSeconds(failures, accountRule)).toBe(seconds);
  });
});

describe('guessing', () => {
  it('is stopped after five failures, for longer every time', async () => {
    for (let time = 1; time <= 5; time += 1) expect(await claim('wangfang', '10.0.0.1', 0)).toBeNull();
    expect(await claim('wangfang', '10.0.0.1', 9)).toEqual(second(10));
    expect(await claim('wangfang', '10.0.0.1', 10)).toBeNull();
    expect(await claim('wangfang', '10.0.0.1', 11)).toEqual(second(30));
  });

  it('is stopped from all addresses together', async () => {
    for (let host = 1; host <= 5; host += 1) expect(await claim('wangfang', `10.0.0.${host}`, 0)).toBeNull();
    expect(await claim('wangfang', '10.0.0.99', 1)).toEqual(second(10));
    expect(await claim('liqiang', '10.0.0.99', 1)).toBeNull();
  });

  it('at a browser that the account does not know leaves the browser that it knows alone', async () => {
    for (let time = 1; time <= 20; time += 1) await claim('wangfang', '10.6.6.6', time * 1000);
    expect(await claim('wangfang', '10.6.6.6', 20_001)).not.toBeNull();
    expect(await claim('wangfang', '10.0.0.1', 20_001, 'her-browser')).toBeNull();
  });

  it('at many accounts from one address is stopped too, long after that of one account', async () => {
    for (let time = 1; time <= 30; time += 1) expect(await claim(`name-${time}`, '10.0.0.1', 0)).toBeNull();
    expect(await claim('another', '10.0.0.1', 1)).toEqual(second(5));
    expect(await claim('another', '10.0.0.2', 1)).toBeNull();
  });

  it('many at once does not get more guesses in', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => claim('wangfang', '10.0.0.1', 0)));
    expect(outcomes.filter((until) => until === null)).toHaveLength(5);
  });

  it('is forgiven after an hour without, when it was right, and by an administrator', async () => {
    for (let time = 1; time <= 4; time += 1) await claim('wangfang', '10.0.0.1', 0);
    expect(await claim('wangfang', '10.0.0.1', 3601)).toBeNull();
    for (let time = 1; time <= 3; time += 1) expect(await claim('wangfang', '10.0.0.1', 3602)).toBeNull();
    const keys = attemptKeys('wangfang', '10.0.0.1', null);
    await inTransaction(sample.database, (tx) => attemptSucceeded(tx, keys, second(3603)));
    for (let time = 1; time <= 5; time += 1) expect(await claim('wangfang', '10.0.0.1', 3604)).toBeNull();
    expect(await claim('wangfang', '10.0.0.1', 3605)).not.toBeNull();
    await inTransaction(sample.database, (tx) => forgetAttempts(tx, 'wangfang'));
    expect(await claim('wangfang', '10.0.0.1', 3605)).toBeNull();
  });

  it('at others is not bought by logging in with one’s own password', async () => {
    for (let time = 1; time <= 29; time += 1) {
      await claim(`victim-${time}`, '10.0.0.1', 0);
      await claim('own', '10.0.0.1', 0, 'own-browser');
      const keys = attemptKeys('own', '10.0.0.1', 'own-browser');
      await inTransaction(sample.database, (tx) => attemptSucceeded(tx, keys, second(0)));
    }
    expect(await claim('victim-30', '10.0.0.1', 0)).toBeNull();
    expect(await claim('victim-31', '10.0.0.1', 1)).not.toBeNull();
  });

  it('leaves no name that was typed in the table', async () => {
    await claim('my-secret-password', '10.0.0.1', 0);
    const rows: { key: string }[] = await sample.database.query('select key from log_in_attempt');
    expect(JSON.stringify(rows)).not.toContain('my-secret-password');
  });
});
