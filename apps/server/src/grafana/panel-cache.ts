import { LRUCache } from 'lru-cache';

/** Bytes of answers that are kept, about. */
const mostKept = 64_000_000;
const bytesPerEntry = 200;

/**
 * What was made of a version of the data, for as long as that is the version.
 *
 * Why nothing old can be shown: whoever asks has read the version after its request arrived (FreshnessCheck), and is
 * given only what was put here under that version. What is put here was read after the version that it is put under
 * had been read. If somebody changed the data between the two, it may hold some of the change already; then the
 * version was changed with it, and whoever reads the version after that will never ask for this one again. So what is
 * found is at least as new as the data was when the request arrived, and an import whose answer was given before is
 * in it. This holds for any number of processes on the database, as none of them tells another anything.
 *
 * Versions never come back (except with the same data, from a backup), so a version says whether two answers are of
 * the same data, not which is newer. Answers of a version that is not the last one seen are dropped: they would be in
 * the way of others.
 */
export class PanelCache<Kept extends object> {
  private version: string | null = null;
  private kept: Promise<Kept> | null = null;
  private readonly answers = new LRUCache<string, Promise<Buffer>>({ maxSize: mostKept });

  /** What every answer needs, made once for a version. */
  shared(version: string, make: () => Promise<Kept>): Promise<Kept> {
    this.enter(version);
    if (this.kept === null) {
      const made = make();
      this.kept = made;
      // What failed may succeed the next time.
      made.catch(() => {
        if (this.kept === made) this.kept = null;
      });
    }
    return this.kept;
  }

  /**
   * An answer. Whoever asks for the same while it is made waits for it.
   * @param question everything but the data that the answer depends on.
   */
  answer(version: string, question: string, make: () => Promise<Buffer>): Promise<Buffer> {
    this.enter(version);
    const found = this.answers.get(question);
    if (found) return found;
    const made = make();
    const entry = 2 * question.length + bytesPerEntry;
    this.answers.set(question, made, { size: entry });
    made.then(
      (body) => {
        // Its size is known only now; of a value that is there already it would not be counted again. It may have been
        // dropped, or made again for another version.
        if (this.answers.peek(question) === made)
          this.answers.set(question, Promise.resolve(body), { size: entry + body.length });
      },
      () => {
        if (this.answers.peek(question) === made) this.answers.delete(question);
      },
    );
    return made;
  }

  private enter(version: string): void {
    if (this.version === version) return;
    this.version = version;
    this.kept = null;
    this.answers.clear();
  }
}
