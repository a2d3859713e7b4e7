/** Whether live updates arrive, for the mark beside live lists. */
class LiveConnection {
  isConnected = false;
  /** How often changes may have been missed, between two connections or because they were too many. */
  gaps = 0;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly report = (isConnected: boolean): void => {
    if (this.isConnected === isConnected) return;
    this.isConnected = isConnected;
    this.notify();
  };

  readonly reportGap = (): void => {
    this.gaps += 1;
    this.notify();
  };

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

export const liveConnection = new LiveConnection();
