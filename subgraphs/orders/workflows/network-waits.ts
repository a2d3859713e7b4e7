import { createHmac, randomBytes } from 'node:crypto';
import { msPerMinute } from '../../../platform/values/time';

interface Wait {
  readonly orderId: string;
  readonly forgottenAtMs: number;
}

const keyBytes = 32;
/** Networks that are remembered; beyond that, the one that was seen first is forgotten. */
const networksMax = 10_000;
/** Orders of a network that are remembered, the newest ones. */
const ordersMax = 1_000;

/**
 * Orders that asked to wait for their buyer, by the network of the buyer. Networks are personal data
 * and are stored nowhere: each process remembers hashes of those of its own requests, under a key
 * that ends with the process.
 */
export class NetworkWaits {
  private readonly key = randomBytes(keyBytes);
  private readonly waits = new Map<string, Wait[]>();

  /** Adds the order, and returns the earlier ones of its network. */
  enter(network: string, orderId: string, keptMinutes: number): string[] {
    const now = performance.now();
    const hash = createHmac('sha256', this.key).update(network).digest('base64url');
    const remaining = (this.waits.get(hash) ?? []).filter(
      ({ forgottenAtMs }) => forgottenAtMs > now,
    );
    const wait = { orderId, forgottenAtMs: now + keptMinutes * msPerMinute };
    this.waits.set(hash, [...remaining, wait].slice(-ordersMax));
    const [first] = this.waits.keys();
    if (this.waits.size > networksMax && first !== undefined) this.waits.delete(first);
    return remaining.map((earlier) => earlier.orderId);
  }
}
