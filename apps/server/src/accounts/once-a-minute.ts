const minute = 60_000;
/** More names than ever are in use; past it all are forgotten, and each is written down once more. */
const mostNames = 10_000;

/** Says of each name once a minute at most that it is due. */
export class OnceAMinute {
  private readonly last = new Map<string, number>();

  isDue(name: string, now: Date): boolean {
    const before = this.last.get(name);
    // A clock that was set back must not silence anybody.
    if (before !== undefined && Math.abs(now.getTime() - before) < minute) return false;
    if (this.last.size >= mostNames) this.last.clear();
    this.last.set(name, now.getTime());
    return true;
  }
}
