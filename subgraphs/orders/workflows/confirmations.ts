import { Gathering } from '../../../platform/events/gathering';
import { withDeadline } from '../../../platform/resilience/deadline';
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
  private readonly gathering = new Gathering({ work: () => this.confirmAll(), lingerMs });

  constructor(private readonly dependencies: Pick<WorkflowDependencies, 'inventory' | 'logger'>) {}

  /** Confirms the order's reservation soon. */
  readonly add = (orderId: string): void => {
    this.waiting.push(orderId);
    this.gathering.schedule();
  };

  /** Confirms what waits, without its time. */
  readonly stop = (): Promise<void> => this.gathering.stop();

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
