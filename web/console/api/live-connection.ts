/** Whether live updates arrive, for the mark beside live lists. */
class LiveConnection {
  isConnected = false;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly report = (isConnected: boolean): void => {
    if (this.isConnected === isConnected) return;
    this.isConnected = isConnected;
    for (const listener of this.listeners) listener();
  };
}

export const liveConnection = new LiveConnection();
