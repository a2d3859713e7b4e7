import { Listeners } from './listeners';

/** Whether live updates arrive, for the mark beside live lists. */
class LiveConnection extends Listeners {
  isConnected = false;
  /** How often changes may have been missed, between two connections or because they were too many. */
  gaps = 0;

  readonly report = (isConnected: boolean): void => {
    if (this.isConnected === isConnected) return;
    this.isConnected = isConnected;
    this.notify();
  };

  readonly reportGap = (): void => {
    this.gaps += 1;
    this.notify();
  };
}

export const liveConnection = new LiveConnection();
