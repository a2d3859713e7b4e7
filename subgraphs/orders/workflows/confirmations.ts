import { withDeadline } from '../../../platform/resilience/deadline';
import { untraced } from '../../../platform/telemetry/tracing';
import type { WorkflowDependencies } from './dependencies';

/** Decisions within this time are confirmed together. */
const lingerMs = 50;
/**
 * Orders of one confirmation.
 * @exceeded the rest follows at once in the next one
 * @test subgraphs/orders/workflows/confirmations.test.ts
 */
const ordersMax = 500;
const deadlineMs = 5_000;

/**
 * Confirms the reservations of accepted orders after their answers, many in one statement. What
 * fails or is lost in a crash is confirmed by `reconcile-reservations.ts`, which also never releases
 * it before.
 */
export class Confirmations {
  private readonly waiting: string[] = [];
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(private readonly dependencies: Pick<WorkflowDependencies, 'inventory' | 'logger'>) {}

  /** Confirms the order's reservation soon. */
  readonly add = (orderId: string): void => {
    this.waiting.push(orderId);
    this.timer ??= setTimeout(() => void this.flush(), lingerMs);
  };

  /** Confirms what waits, without its time. */
  async stop(): Promise<void> {
    await this.running;
    await this.flush();
  }

  private flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.running ??= untraced(() => this.confirmAll()).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async confirmAll(): Promise<void> {
    while (this.waiting.length > 0) await this.confirmSome(this.waiting.splice(0, ordersMax));
  }

  private async confirmSome(orderIds: readonly string[]): Promise<void> {
    const { inventory, logger } = this.dependencies;
    try {
      await withDeadline(deadlineMs, (signal) => inventory.confirm(orderIds, signal));
    } catch (error) {
      logger.warn({ err: error, orders: orderIds.length }, 'reservations are confirmed later');
    }
  }
}
