/** Calls back when something has changed, as `useSyncExternalStore` needs it. */
export class Listeners {
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  protected readonly notify = (): void => {
    for (const listener of this.listeners) listener();
  };
}

/** A value of the page that changes as a whole. */
export class Shared<Value> extends Listeners {
  constructor(private shared: Value) {
    super();
  }

  readonly get = (): Value => this.shared;

  set(value: Value): void {
    this.shared = value;
    this.notify();
  }
}
