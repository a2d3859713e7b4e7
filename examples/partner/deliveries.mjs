import { verifyWebhook, WebhookError } from '@orderprocessing/client';

/**
 * The ids of events that were handled, in memory. In production this is a table with a unique
 * column, written in the transaction that does the work: then an event takes effect exactly once,
 * whichever process gets it.
 */
export class HandledEvents {
  #ids = new Set();
  #inProgress = new Map();

  /** Runs the work unless the event was handled; a repeated delivery waits for the first one. */
  async once(id, work) {
    if (this.#ids.has(id)) return;
    const running = this.#inProgress.get(id) ?? work();
    this.#inProgress.set(id, running);
    try {
      await running;
      this.#ids.add(id);
    } finally {
      this.#inProgress.delete(id);
    }
  }
}

/**
 * Handles one delivery, whatever server it came through.
 * @returns the HTTP status: 204 ends its retries, anything but 2xx repeats it later.
 */
export async function handleDelivery(delivery, { secret, handled, work, now }) {
  let event;
  try {
    event = await verifyWebhook({ ...delivery, secret, now });
  } catch (error) {
    if (error instanceof WebhookError) return 400;
    throw error;
  }
  try {
    await handled.once(event.id, () => work(event));
    return 204;
  } catch (error) {
    console.error(`${event.id} failed and will be delivered again: ${error.message}`);
    return 500;
  }
}
