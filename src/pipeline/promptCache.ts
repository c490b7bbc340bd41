/** Keeps the values of the prompts used last; the one not used for longest goes first. */
export class PromptCache<T> {
  private readonly entries = new Map<string, T>();

  constructor(private readonly limit: number) {}

  get(prompt: string): T | undefined {
    const value = this.entries.get(prompt);
    if (value !== undefined) this.set(prompt, value);
    return value;
  }

  set(prompt: string, value: T): void {
    this.entries.delete(prompt);
    this.entries.set(prompt, value);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.limit) break;
      this.entries.delete(oldest);
    }
  }
}
