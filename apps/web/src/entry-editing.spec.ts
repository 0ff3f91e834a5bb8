import { effectScope } from 'vue';
import { ConnectionError, ProblemError } from './api';
import type { Sending } from './catalogue-api';
import * as words from './catalogue-messages.zh';
import { useEntryEditing, type EntryChange, type EntryVersion } from './entry-editing';
import type { Draft } from './entry-fields';

const draft = (name: string, value: string): Draft => ({ code: 'routes', name, value });
const version = (number: number, of: Draft): EntryVersion => ({
  version: number,
  changedAt: '2020-06-01T00:00:00.000Z',
  changedBy: null,
  reason: null,
  withdrawnAt: null,
  draft: of,
});
const conflict = () =>
  new ProblemError({ type: '', title: '', status: 409, code: 'conflict', detail: '', errors: [] });

/** A form over a service that holds `stored`, and answers when it is let. */
function form(stored: EntryVersion[]) {
  const sent: { draft: Draft; sending: Sending }[] = [];
  let held: Promise<void> = Promise.resolve();
  let unreadable = false;
  const editing = effectScope().run(() =>
    useEntryEditing(
      {
        read: (typed) => ({
          draft: { ...typed },
          send: async (sending): Promise<EntryChange> => {
            sent.push({ draft: typed, sending });
            await held;
            const newest = stored.at(-1)?.version ?? 0;
            if (sending.version !== newest) throw conflict();
            if (!sending.dryRun) stored.push(version(newest + 1, typed));
            return { version: newest + (sending.dryRun ? 0 : 1) };
          },
        }),
      },
      {},
      () => (unreadable ? Promise.reject(new ConnectionError('')) : Promise.resolve([...stored])),
      () => words,
    ),
  )!;
  editing.begin([...stored]);
  return {
    ...editing,
    sent,
    hold(until: Promise<void>) {
      held = until;
    },
    lose(lost: boolean) {
      unreadable = lost;
    },
  };
}

it('takes no answer for an answer to what was typed since', async () => {
  const one = form([version(1, draft('a', '1'))]);
  let answer = () => {};
  one.hold(new Promise((resolve) => (answer = resolve)));
  one.draft.value = draft('a', '2');
  const trying = one.tryOut();
  one.draft.value = draft('a', '3');
  answer();
  await trying;
  expect(one.tried.value).toBeNull();
  await one.tryOut();
  expect(one.tried.value?.draft).toEqual(draft('a', '3'));
  one.draft.value = draft('a', '4');
  expect(one.tried.value).toBeNull();
});

it('puts what was changed on what others saved, and names each of their versions', async () => {
  const stored = [version(1, draft('a', '1'))];
  const one = form(stored);
  one.draft.value = draft('mine', '1');
  stored.push(version(2, draft('a', '2')), version(3, draft('a', '3')));
  await one.tryOut();
  expect(one.draft.value).toEqual(draft('mine', '3'));
  expect(one.overtaken.value?.since.map((each) => each.version)).toEqual([2, 3]);
  expect([one.overtaken.value?.merged, one.tried.value]).toEqual([true, null]);
});

it('goes back to the whole of an earlier version, on whatever was saved meanwhile', async () => {
  const stored = [version(1, draft('a', '1')), version(2, draft('b', '2'))];
  const one = form(stored);
  stored.push(version(3, draft('c', '2')));
  expect(await one.goBackTo(stored[0]!)).toBe(true);
  expect([one.draft.value, one.base.value?.version]).toEqual([draft('a', '1'), 3]);
  expect(one.sent.map(({ sending }) => sending.version)).toEqual([2, 3]);
  expect(one.overtaken.value?.merged).toBe(false);
});

it('does not say that it went back when it could not be tried', async () => {
  const stored = [version(1, draft('a', '1')), version(2, draft('b', '2'))];
  const one = form(stored);
  stored.push(version(3, draft('c', '2')));
  one.lose(true);
  expect(await one.goBackTo(stored[0]!)).toBe(false);
  expect(one.failure.value).toBeInstanceOf(ConnectionError);
});

it('knows what is saved though it cannot be read again', async () => {
  const one = form([version(1, draft('a', '1'))]);
  one.draft.value = draft('a', '2');
  await one.tryOut();
  one.reason.value = 'why';
  one.lose(true);
  expect(await one.confirm()).toEqual({ version: 2 });
  expect([one.base.value?.version, one.tried.value, one.failure.value]).toEqual([2, null, null]);
  expect(one.readFailure.value).toBeInstanceOf(ConnectionError);
  expect(one.isDirty.value).toBe(false);
  one.draft.value = draft('a', '3');
  expect(one.isDirty.value).toBe(true);
  one.lose(false);
  await one.readAgain();
  expect([one.versions.value.length, one.readFailure.value]).toEqual([2, null]);
  expect(one.draft.value).toEqual(draft('a', '3'));
});
