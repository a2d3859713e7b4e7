import type { Client } from 'pg';
import { resolvesWithin } from '../process/child';

const endDeadlineMs = 5_000;

/**
 * Ends a connection, and closes its socket if the other side does not: a proxy that has lost the
 * server may keep it open for ever, and `end` of pg waits for that.
 */
export async function endClient(client: Client): Promise<void> {
  const ended = client.end();
  if (!(await resolvesWithin(ended, endDeadlineMs))) client.connection.stream.destroy();
  await ended;
}
