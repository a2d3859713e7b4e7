/** So many tasks run at a time, the others wait in the order in which they came. */
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
      // The slot is handed on, so that nobody who comes just now gets in between.
      if (next) next();
      else this.running -= 1;
    }
  }
}
