/**
 * Faults of a call to another service: the request is lost, the response is lost after the effect
 * took place, or the caller dies at that moment and never gets a response.
 */
export type Fault = 'lostRequest' | 'lostAnswer' | 'deathBefore' | 'deathAfter';

export class Faults {
  private readonly planned = new Map<string, Fault[]>();
  private waking: (() => void)[] = [];
  /** Callers that have died so far. */
  deaths = 0;

  /** Faults for the next calls of the step, one each. */
  plan(step: string, ...faults: Fault[]): void {
    this.planned.set(step, [...(this.planned.get(step) ?? []), ...faults]);
  }

  /** Ends all faults. */
  clear(): void {
    this.planned.clear();
  }

  /** Revives dead callers, like a process that was only suspended. */
  wake(): void {
    for (const wake of this.waking) wake();
    this.waking = [];
  }

  async around<Value>(step: string, effect: () => Value | Promise<Value>): Promise<Value> {
    const fault = this.planned.get(step)?.shift();
    if (fault === 'lostRequest') throw new Error(`The request to ${step} was lost.`);
    if (fault === 'deathBefore') await this.death();
    const value = await effect();
    if (fault === 'lostAnswer') throw new Error(`The answer of ${step} was lost.`);
    if (fault === 'deathAfter') await this.death();
    return value;
  }

  private death(): Promise<void> {
    this.deaths += 1;
    return new Promise((resolve) => this.waking.push(resolve));
  }
}
