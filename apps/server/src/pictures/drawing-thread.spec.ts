import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DrawingThread } from './drawing-thread.js';
import type { Picture } from './picture.js';
import { targetPicture } from './target-picture.js';
import { fourYears, look, routesFacts } from './test/routes-facts.js';

const picture = targetPicture(routesFacts(fourYears), look);

describe('DrawingThread', () => {
  let folder: string;
  const threads: DrawingThread[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'guanzhong-drawing-'));
  });
  afterEach(async () => {
    await Promise.all(threads.splice(0).map((thread) => thread.onApplicationShutdown()));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A thread that runs this instead of drawing; it is asked with `port.on('message')`. */
  function running(program: string, limits: { waiting?: number; ms?: number } = {}): DrawingThread {
    const file = join(folder, `program-${threads.length}-${Math.abs(hash(program))}.mjs`);
    writeFileSync(file, `import { parentPort as port } from 'node:worker_threads';\n${program}`);
    const thread = new DrawingThread({ ...limits, program: pathToFileURL(file) });
    threads.push(thread);
    return thread;
  }
  const titled = (title: string): Picture => ({ ...picture, title });
  const answering = (body: string) => `port.on('message', ({ picture }) => { ${body} });`;
  const drawnOk = `port.postMessage({ drawn: { bytes: new Uint8Array([1]), frame: null } });`;

  it('lets other work go on while it draws', async () => {
    const thread = new DrawingThread();
    threads.push(thread);
    await thread.draw(picture, 'png');
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    await Promise.all(Array.from({ length: 5 }, (_, index) => thread.draw(titled(`${index}`), 'png')));
    clearInterval(counting);
    expect(turns).toBeGreaterThan(20);
  });

  it('refuses at once what would wait behind too many', async () => {
    const thread = running(answering(`setTimeout(() => { ${drawnOk} }, 50);`), { waiting: 2 });
    const accepted = [1, 2, 3].map(() => thread.draw(picture, 'png'));
    await expect(thread.draw(picture, 'png')).rejects.toMatchObject({ code: 'busy', status: 503 });
    expect(await Promise.all(accepted)).toHaveLength(3);
    expect((await thread.draw(picture, 'png')).bytes).toEqual(new Uint8Array([1]));
  });

  it('gives up a picture that takes too long, and draws the next one', async () => {
    const thread = running(answering(`if (picture.title === 'endless') for (;;); ${drawnOk}`), { ms: 1_500 });
    const endless = thread.draw(titled('endless'), 'png');
    const next = thread.draw(titled('short'), 'png');
    await expect(endless).rejects.toMatchObject({ code: 'busy' });
    expect((await next).bytes).toEqual(new Uint8Array([1]));
  });

  it('survives a thread that dies, and one that runs out of memory', async () => {
    const thread = running(
      answering(`
        if (picture.title === 'dies') process.exit(7);
        if (picture.title === 'grows') { const all = []; for (;;) all.push(new Array(1e6).fill({})); }
        ${drawnOk}`),
    );
    await expect(thread.draw(titled('dies'), 'png')).rejects.toThrow('ended with 7');
    await expect(thread.draw(titled('grows'), 'png')).rejects.toMatchObject({
      code: 'ERR_WORKER_OUT_OF_MEMORY',
    });
    expect((await thread.draw(titled('fine'), 'png')).bytes).toEqual(new Uint8Array([1]));
  });

  it('says why one picture cannot be drawn, and keeps its thread', async () => {
    const thread = new DrawingThread();
    threads.push(thread);
    const broken = { ...picture, legend: null } as unknown as Picture;
    await expect(thread.draw(broken, 'png')).rejects.toThrow(/A picture could not be drawn: TypeError/);
    expect((await thread.draw(picture, 'png')).bytes.length).toBeGreaterThan(10_000);
  });

  it('draws nothing without its font, and says what to do', async () => {
    const text = new URL('./picture-text.mjs', import.meta.url).href;
    const thread = running(
      `import { registerFonts } from ${JSON.stringify(text)};
       registerFonts([${JSON.stringify(pathToFileURL(join(process.cwd(), 'package.json')).pathname)}]);`,
    );
    await expect(thread.draw(picture, 'png')).rejects.toThrow(/The font .* cannot be read; pictures need it/);
  });

  it('rejects what waits when the service stops', async () => {
    const thread = running(answering(''));
    const waiting = [thread.draw(picture, 'png'), thread.draw(picture, 'png')];
    const ended = Promise.allSettled(waiting);
    await thread.onApplicationShutdown();
    expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(thread.draw(picture, 'png')).rejects.toMatchObject({ code: 'busy' });
  });
});

function hash(text: string): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) | 0;
  return sum;
}
