import { asRefusal, programFailure } from './refusals.js';

const systemError = (code: string, message: string) =>
  Object.assign(new Error(`${code}: ${message}`), { code });

describe('programFailure', () => {
  it.each([
    ['FATAL:  could not write to file "base/4/1249": No space left on device', /disk is full/],
    [
      'DETAIL:  The data directory was initialized by PostgreSQL version 17, which is not compatible',
      /another major/,
    ],
    ['FATAL:  data directory "/d/pgdata" has invalid permissions', /0700/],
    ['FATAL:  could not open file "global/pg_control": Permission denied', /owner of the data folder/],
    ['PANIC:  could not locate a valid checkpoint record at 0/1B813A0', /backup/],
    ['FATAL:  something nobody has seen', /DATABASE_URL/],
  ])('says what to do about: %s', (line, whatToDo) => {
    expect(programFailure('It failed:', `LOG:  starting\n${line}\n`).detail).toMatch(whatToDo);
  });

  it('shows the end of what the program wrote, not all of it', () => {
    const lines = Array.from({ length: 100 }, (_, number) => `line ${number}.`).join('\n');
    const { detail } = programFailure('It failed:', lines);
    expect(detail).toMatch(/^It failed:\nline 88\.\n/);
    expect(detail).toContain('line 99.');
  });
});

describe('asRefusal', () => {
  it('explains what a person can put right', () => {
    expect(asRefusal(systemError('ENOSPC', 'no space left on device, write'), '/d')).toMatchObject({
      code: 'database-unavailable',
      detail: expect.stringMatching(/\/d cannot be started: ENOSPC.*disk is full/),
    });
  });

  it('leaves every other error as it is', () => {
    const fault = new TypeError('a fault of the program');
    expect(asRefusal(fault, '/d')).toBe(fault);
  });
});
