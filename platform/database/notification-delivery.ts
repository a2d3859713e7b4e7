import { once } from 'node:events';
import { Client, type ClientConfig } from 'pg';
import { endClient } from './end-client';

/**
 * How long a notification from another session of the same database may take.
 * @exceeded the connection counts as lost, and is opened again
 * @test e2e/own-servers/pooler.long.test.ts
 */
export const deliveryMsMax = 5_000;

const channel = 'delivery_check';

/** The property of pg's client that its types lack. */
interface Session {
  /** The id that the server gave this session. */
  readonly processID: number;
}

/**
 * Finds out whether notifications arrive at a new connection: a pooler in transaction mode answers
 * LISTEN, then lends the session to others. A pooler gives its clients ids of its own; only then is
 * a notification sent, from a second connection, because one's own arrives with the answer.
 * @throws Error if it does not arrive in time.
 */
export async function checkDelivery(
  client: Client,
  connection: ClientConfig,
  closing: AbortSignal,
): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  if (rows[0]?.pid === (client as unknown as Session).processID) return;
  const signal = AbortSignal.any([closing, AbortSignal.timeout(deliveryMsMax)]);
  const arrival = once(client, 'notification', { signal });
  // It may end during the statements, before it is awaited.
  arrival.catch(() => undefined);
  await client.query(`LISTEN ${channel}`);
  await notifyFrom(connection);
  try {
    await arrival;
  } catch (error) {
    if (!signal.aborted) throw error;
    const message =
      'a pooler does not deliver notifications: set directUrl to the server behind it';
    throw new Error(message, { cause: error });
  }
  await client.query(`UNLISTEN ${channel}`);
}

async function notifyFrom(connection: ClientConfig): Promise<void> {
  const sender = new Client(connection);
  // The reason is in the rejection of connect or query; an unhandled event would end the process.
  sender.on('error', () => undefined);
  await sender.connect();
  try {
    await sender.query(`NOTIFY ${channel}`);
  } finally {
    await endClient(sender);
  }
}
