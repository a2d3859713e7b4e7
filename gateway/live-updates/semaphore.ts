/** Limits concurrent tasks; others wait in order of arrival. */
export class Semaphore {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly runningMax: number) {}

  async run<Value>(task: () => Promise<Value>): Promise<Value> {
    if (this.running < this.runningMax) this.running += 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      // The slot is passed to the next waiter directly, so that no newcomer can take it.
      if (next) next();
      else this.running -= 1;
    }
  }
}
