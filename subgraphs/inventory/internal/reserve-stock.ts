import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { InventoryContext } from '../context';
import { stockLinesProblem } from '../domain/stock-lines';
import type { InventoryMetrics } from '../metrics';
import { ReservationState } from '../schema/reservation';
import { ReserveStockOutcome } from '../schema/reserve-stock.result';
import { StockLineInput } from '../schema/stock-line.input';
import type { ReservationOutcome } from '../store/reservations';

@Resolver()
export class ReserveStockOperation {
  @Mutation(() => ReserveStockOutcome, {
    description:
      'Reserves all lines of an order or none. A repeated call returns the present state (HELD, CONFIRMED or RELEASED) and the same shortages.',
  })
  async reserveStock(
    @Arg('orderId', () => ID) orderId: string,
    @Arg('lines', () => [StockLineInput]) lines: StockLineInput[],
    @Ctx() { store, metrics }: InventoryContext,
    @Arg('holdSeconds', () => Int, {
      nullable: true,
      description: 'Not used. The previous version sends it.',
    })
    _holdSeconds?: number | null,
  ): Promise<ReserveStockOutcome> {
    if (!isUuid(orderId)) throw badUserInput('`orderId` must be a UUID.');
    const problem = stockLinesProblem(lines);
    if (problem !== null) throw badUserInput(problem);
    const outcome = await store.reservations.reserve(orderId, lines);
    count(metrics, outcome);
    return { state: ReservationState[outcome.state], shortages: [...outcome.shortages] };
  }
}

function count(metrics: InventoryMetrics, { isNew, shortages }: ReservationOutcome): void {
  if (!isNew) {
    metrics.reservations.inc({ outcome: 'repeated' });
    return;
  }
  metrics.reservations.inc({ outcome: shortages.length > 0 ? 'short' : 'held' });
  metrics.stockOuts.inc(shortages.length);
}
