import { PlaceOrder } from '../../client/src/generated/operations';
import type { Client } from './client';
import { orderOf } from './people';
import { eventually } from './shop';

const deadlineMs = 60_000;

/**
 * Orders a unit until the call is answered, each time with the same key, as a client should.
 * @param failed gets the message of each call that failed.
 * @returns the id of the order.
 */
export async function placeUntilAnswered(
  customer: Client,
  sku: string,
  key: string,
  failed: string[],
): Promise<string> {
  const given = orderOf([[sku, 1]], 'tok_ok', { idempotencyKey: key });
  const { placeOrder } = await eventually(
    'an answer to the order',
    () =>
      customer.once.run(PlaceOrder, given).catch((error: Error) => {
        failed.push(error.message);
        return null;
      }),
    deadlineMs,
  );
  if (placeOrder?.__typename !== 'Order') throw new Error(JSON.stringify(placeOrder));
  return placeOrder.id;
}
