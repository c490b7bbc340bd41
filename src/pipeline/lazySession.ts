import type { Session } from '../runtime/runtime';

/** A session made when it is first wanted, and again after it was released. */
export class LazySession {
  private made: Promise<Session> | null = null;

  constructor(private readonly create: () => Promise<Session>) {}

  /** The session; a failed attempt is forgotten, so that the next call tries again. */
  get(): Promise<Session> {
    this.made ??= this.create().catch((thrown: unknown) => {
      this.made = null;
      throw thrown;
    });
    return this.made;
  }

  /** Gives the memory back, if there is any. */
  async release(): Promise<void> {
    const made = this.made;
    this.made = null;
    if (!made) return;
    const session = await made.catch(() => null);
    await session?.release();
  }
}
