import type { Client } from 'pg';
import { fillCatalogue } from './catalogue';
import { fillOrders, fillReservations } from './orders';
import { fillPeople } from './people';

export interface Sizes {
  readonly orders: number;
  readonly products: number;
  readonly customers: number;
}

/** A superuser connection to the database of each room. */
export interface Rooms {
  readonly users: Client;
  readonly inventory: Client;
  readonly orders: Client;
}

/**
 * Fills migrated databases with generated rows, the same in each run, with five lines per order.
 * Then runs VACUUM ANALYZE, as autovacuum would, and a checkpoint, so that neither slows down
 * reads.
 */
export async function fill(rooms: Rooms, sizes: Sizes, knownCustomerId: string): Promise<void> {
  await fillCatalogue(rooms.inventory, sizes.products);
  await fillPeople(rooms.users, { customers: sizes.customers, entries: sizes.orders });
  await fillOrders(rooms.orders, { ...sizes, knownCustomerId });
  await fillReservations(rooms.orders, rooms.inventory);
  for (const room of Object.values(rooms) as Client[]) await room.query('VACUUM ANALYZE');
  await rooms.orders.query('CHECKPOINT');
}
