import { isStaff } from '../../access/roles';
import type { Viewer } from '../../platform/requests/viewer';
import { codeOf, gatewayError } from '../errors';
import type { Watch, WatchTarget } from './admission';
import type { ChangedBatch, ChangedOrders } from './changed-orders';
import { changedOrdersMax, rereadPauseMs } from './limits';
import type { Reading } from './read-order';
import { Stream, type StreamOptions } from './stream';

type ChangesTarget = Extract<WatchTarget, { field: 'ordersChanged' }>;

export interface ChangesStreamOptions extends StreamOptions {
  readonly target: ChangesTarget;
  readonly changes: Pick<ChangedOrders, 'after' | 'position'>;
  /** Resolves once changes are received, or after a while. */
  readonly busReady: () => Promise<void>;
  /** Called when changes wait for a flush. */
  readonly onBehind: () => void;
}

/** Any period of this length has at most two messages. */
const ratePeriodMs = 1_000;

/** The ids of the client's filter; null if it has none. */
function idsOf({ filter }: ChangesTarget): ReadonlySet<string> | null {
  const ids = filter.ids ?? null;
  return ids === null ? null : new Set([ids].flat().map((id) => String(id).toLowerCase()));
}

/** The number of orders that a read of `ordersChanged` found. */
export function ordersFound({ result }: Reading, { name }: Watch): number {
  const found = result.data?.[name];
  return Array.isArray(found) ? found.length : 0;
}

/**
 * Sends orders that changed and match a filter, to staff. All streams of a process read at the same
 * moments, so that those of one viewer share their reads.
 */
export class ChangesStream extends Stream {
  private position = 0;
  private idsMax = changedOrdersMax;
  private isFlushed = false;
  private pausedUntilMs = 0;
  private readonly sentAtMs: number[] = [];
  private readonly ids: ReadonlySet<string> | null;

  constructor(private readonly changesOptions: ChangesStreamOptions) {
    super(changesOptions);
    this.ids = idsOf(changesOptions.target);
  }

  /** Whether changes wait to be sent. */
  get isBehind(): boolean {
    return !this.isOver && this.changesOptions.changes.position > this.position;
  }

  /** Checks the filter and the rights. Changes from now on will be sent. */
  async first(): Promise<Reading> {
    await this.changesOptions.busReady();
    this.position = this.changesOptions.changes.position;
    const { target } = this.changesOptions;
    const ids = target.filter.ids ?? [];
    return this.read(this.watchFor(ids, 1), () => undefined, true);
  }

  /** Sends one message, if there is anything to send. */
  flush(): void {
    this.isFlushed = true;
    this.update();
  }

  /** Sends a heartbeat, so that the client and proxies see the stream. */
  protected override begin(): void {
    this.sendHeartbeat();
    if (this.isBehind) this.changesOptions.onBehind();
  }

  protected override isDue(nowMs: number): boolean {
    const [first, second] = this.sentAtMs;
    const isTooSoon = second !== undefined && nowMs - (first ?? 0) < ratePeriodMs;
    return this.isFlushed && this.isBehind && nowMs >= this.pausedUntilMs && !isTooSoon;
  }

  protected override onReadTime(): void {
    if (this.isBehind) this.changesOptions.onBehind();
  }

  protected override readIn(pauseMs: number): void {
    this.pausedUntilMs = performance.now() + pauseMs;
    super.readIn(pauseMs);
  }

  protected override demandRights(viewer: Viewer): void {
    if (viewer.kind === 'anonymous' || (viewer.kind === 'user' && isStaff(viewer))) return;
    // Keys cover their owner's orders only, whatever the owner's roles.
    const requires = { roles: ['SUPPORT', 'WAREHOUSE', 'ADMIN'], scopes: [] };
    throw gatewayError('FORBIDDEN', 'Only staff may watch all orders.', { requires });
  }

  protected override async readAndSend(): Promise<void> {
    this.isFlushed = false;
    const batch = this.changesOptions.changes.after(this.position, this.idsMax);
    const ids = this.ids === null ? batch.ids : batch.ids.filter((id) => this.ids?.has(id));
    if (ids.length > 0) this.deliver(batch, await this.readOrders(ids));
    else if (batch.hasGap) this.sendBatch(batch, { data: { [this.options.watch.name]: [] } });
    else this.position = batch.next;
    if (this.isBehind) this.changesOptions.onBehind();
  }

  private readOrders(ids: readonly string[]): Promise<Reading> {
    return this.read(this.watchFor(ids, ids.length), () => undefined, false);
  }

  private watchFor(ids: unknown, first: number): Watch {
    const { watch } = this.options;
    const { filter, variables } = this.changesOptions.target;
    const own = { [variables.first]: first, [variables.filter]: { ...filter, ids } };
    return { ...watch, variables: { ...watch.variables, ...own } };
  }

  private deliver(batch: ChangedBatch, reading: Reading): void {
    if (this.isOver) return;
    const isTooLarge = reading.result.errors?.some(
      (error) => codeOf(error) === 'OPERATION_TOO_COMPLEX',
    );
    if (isTooLarge && this.idsMax > 1) this.idsMax >>= 1;
    else if (reading.found === 'nothing') this.finish('nothing', reading.result);
    else if (reading.found === 'unknown') this.readIn(rereadPauseMs);
    // A heartbeat may have filled the connection; then the stream reads again once that drains.
    else if (!this.isBlocked) {
      this.idsMax = Math.min(changedOrdersMax, 2 * this.idsMax);
      const isEmpty = ordersFound(reading, this.options.watch) === 0;
      if (isEmpty && !batch.hasGap) this.position = batch.next;
      else this.sendBatch(batch, reading.result);
    }
  }

  private sendBatch({ next, hasGap }: ChangedBatch, result: Reading['result']): void {
    this.position = next;
    const extensions = { ...result.extensions, ...(hasGap ? { changesMissed: true } : {}) };
    this.send({ ...result, extensions });
    this.sentAtMs.push(performance.now());
    if (this.sentAtMs.length > 2) this.sentAtMs.shift();
  }
}
