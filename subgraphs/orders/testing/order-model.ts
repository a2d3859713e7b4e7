import type { OrderStatus } from '../domain/order';

/** A command on an order, with faults. */
export type Command = (
  | { readonly kind: 'cancel'; readonly by: 'owner' | 'support' }
  | { readonly kind: 'review'; readonly approve: boolean }
  | { readonly kind: 'ship'; readonly units: readonly number[] }
  | { readonly kind: 'deliver' }
  | { readonly kind: 'refund'; readonly percent: number; readonly returned: number }
  | { readonly kind: 'moveTo'; readonly city: string }
) & {
  readonly fault: 'none' | 'lostRequest' | 'lostAnswer' | 'takenOver';
};

export type Outcome = 'Order' | 'OrderStateError' | 'ValidationError' | 'RefundTooLargeError';

interface ModelLine {
  readonly quantity: number;
  shipped: number;
  cancelled: number;
  returned: number;
}

const addressable: readonly OrderStatus[] = ['PENDING', 'IN_REVIEW', 'CONFIRMED'];
const shippable: readonly OrderStatus[] = ['CONFIRMED', 'PARTIALLY_SHIPPED'];
const deliverable: readonly OrderStatus[] = ['PARTIALLY_SHIPPED', 'SHIPPED'];

/**
 * A simple model of an order, without journal, effects and retries. It does not use the state table,
 * so that wrong rows there are detected.
 */
export class OrderModel {
  refundedMinor = 0n;
  isVoided = false;
  private reviewed: boolean | null = null;
  private isRestCancelled = false;
  private parcels = 0;
  private underway = 0;

  constructor(
    public status: OrderStatus,
    readonly lines: ModelLine[],
  ) {}

  /** The expected answer of a command; updates the model if the command changes the order. */
  apply(command: Command, capturedMinor: bigint): Outcome {
    switch (command.kind) {
      case 'cancel':
        return this.cancel(command.by === 'support');
      case 'review':
        return this.review(command.approve);
      case 'ship':
        return this.ship(command.units);
      case 'deliver':
        return this.deliver();
      case 'refund':
        return this.refund(refundOf(command.percent, capturedMinor), command, capturedMinor);
      case 'moveTo':
        return this.moveTo();
    }
  }

  left(line: ModelLine): number {
    return line.quantity - line.shipped - line.cancelled;
  }

  private cancel(byStaff: boolean): Outcome {
    if (this.status === 'CANCELLED' || (this.isRestCancelled && byStaff)) return 'Order';
    if (addressable.includes(this.status)) {
      this.status = 'CANCELLED';
      this.isVoided = true;
      return 'Order';
    }
    if (this.status !== 'PARTIALLY_SHIPPED' || !byStaff) return 'OrderStateError';
    for (const line of this.lines) line.cancelled = line.quantity - line.shipped;
    this.status = 'SHIPPED';
    this.isRestCancelled = true;
    this.isVoided = true;
    return 'Order';
  }

  private review(approve: boolean): Outcome {
    if (this.reviewed === approve) return 'Order';
    if (this.status !== 'IN_REVIEW') return 'OrderStateError';
    this.reviewed = approve;
    this.status = approve ? 'CONFIRMED' : 'REJECTED';
    this.isVoided = !approve;
    return 'Order';
  }

  private ship(units: readonly number[]): Outcome {
    if (!shippable.includes(this.status)) return 'OrderStateError';
    const isAll = units.every((count) => count === 0);
    const requested = this.lines.map((line, index) =>
      isAll ? this.left(line) : (units[index] ?? 0),
    );
    if (this.lines.some((line, index) => (requested[index] ?? 0) > this.left(line))) {
      return 'ValidationError';
    }
    for (const [index, line] of this.lines.entries()) line.shipped += requested[index] ?? 0;
    this.parcels += 1;
    this.underway += 1;
    const isRest = this.lines.every((line) => this.left(line) === 0);
    this.status = isRest ? 'SHIPPED' : 'PARTIALLY_SHIPPED';
    return 'Order';
  }

  private deliver(): Outcome {
    if (this.parcels > 0 && this.underway === 0 && this.status !== 'SHIPPED') return 'Order';
    if (!deliverable.includes(this.status)) return 'OrderStateError';
    this.underway = 0;
    if (this.status === 'SHIPPED') this.status = 'DELIVERED';
    return 'Order';
  }

  private refund(
    amountMinor: bigint,
    { returned }: { readonly returned: number },
    capturedMinor: bigint,
  ): Outcome {
    if (capturedMinor === 0n) return 'OrderStateError';
    if (amountMinor > capturedMinor - this.refundedMinor) return 'RefundTooLargeError';
    const [first] = this.lines;
    if (!first || returned > first.shipped - first.returned) return 'ValidationError';
    first.returned += returned;
    this.refundedMinor += amountMinor;
    return 'Order';
  }

  private moveTo(): Outcome {
    return addressable.includes(this.status) ? 'Order' : 'OrderStateError';
  }
}

/** The refund of a percentage, at least one minor unit. */
export function refundOf(percent: number, capturedMinor: bigint): bigint {
  const amountMinor = (capturedMinor * BigInt(percent)) / 100n;
  return amountMinor > 0n ? amountMinor : 1n;
}
