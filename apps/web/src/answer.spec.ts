import { effectScope } from 'vue';
import { useAnswer } from './answer';
import { ConnectionError } from './api';

/** A service that is down until `up` is set, and what the parts of a page ask of it. */
function page(parts: number) {
  const service = { up: false, asked: 0 };
  const scope = effectScope();
  const answers = scope.run(() =>
    Array.from({ length: parts }, (_, part) =>
      useAnswer(async () => {
        service.asked += 1;
        if (!service.up) throw new ConnectionError();
        return part;
      }),
    ),
  )!;
  return { service, answers, leave: () => scope.stop() };
}

describe('what could not be reached', () => {
  it('comes altogether as soon as one part of the page is asked again with success', async () => {
    const { service, answers } = page(3);
    await Promise.all(answers.map(({ reload }) => reload()));
    expect(answers.map(({ failure }) => failure.value)).toEqual(Array(3).fill(expect.any(ConnectionError)));

    await answers[1]!.reload();
    expect(service.asked).toBe(4);
    service.up = true;
    await answers[1]!.reload();
    await new Promise(setImmediate);
    expect(answers.map(({ answer, failure }) => [answer.value, failure.value])).toEqual([
      [0, null],
      [1, null],
      [2, null],
    ]);
    expect(service.asked).toBe(7);
  });

  it('is not asked again for a page that was left', async () => {
    const left = page(1);
    await left.answers[0]!.reload();
    left.leave();
    const shown = page(1);
    await shown.answers[0]!.reload();
    shown.service.up = true;
    await shown.answers[0]!.reload();
    expect(left.service.asked).toBe(1);
  });
});
