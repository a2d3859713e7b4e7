import { byteSeal } from '../../../platform/encryption/sealed-bytes';
import { PollLoop } from '../../../platform/events/poll-loop';
import type { Logger } from '../../../platform/telemetry/logger';
import {
  dataExportAttemptsMax,
  dataExportBytesMax,
  exportPauseSeconds,
} from '../domain/data-export';
import type { UsersStore } from '../store';
import type { ExportAttempt } from '../store/data-exports';
import { exportedAccount } from './exported-account';
import type { Orders, PageOfOrders } from './orders';

const lingerMs = 50;
/** Exports of other processes, and those past their time. */
const backstopMs = 30_000;
/** Renewed with each piece. Longer than reading a page of orders may take. */
const leaseSeconds = 60;
const pageDeadlineMs = 30_000;
/** Bytes of a piece: small enough for one row, and for one answer to the gateway. */
const partBytesMax = 500_000;
/** A character takes at most three bytes of UTF-8. */
const bytesPerCharacter = 3;
const expiredMax = 100;

const purpose = 'data-export:v1';

export interface PrepareDataExportsDependencies {
  readonly store: UsersStore;
  readonly orders: Pick<Orders, 'exportedPage'>;
  readonly keySecret: string;
  readonly logger: Logger;
}

/** The attempt was taken over, or the account was erased: nothing may be written. */
class AttemptOverError extends Error {
  override readonly name = 'AttemptOverError';
}

const sealOwner = (id: string, position: number): string => `${id}.${position}`;

/**
 * Prepares requested data exports, piece by piece, and deletes those past their time. A row with a
 * lease is the job: after a crash another process starts it again.
 */
export class PrepareDataExports {
  private readonly pollLoop: PollLoop;
  private readonly seal: ReturnType<typeof byteSeal>;
  private readonly stopping = new AbortController();

  constructor(private readonly dependencies: PrepareDataExportsDependencies) {
    const { keySecret, logger, store } = dependencies;
    this.seal = byteSeal(keySecret, purpose);
    this.pollLoop = new PollLoop({
      work: () => this.runOnce(),
      hasWork: () => store.dataExports.hasWork(),
      onError: (error) => logger.error({ err: error }, 'preparing data exports failed'),
      lingerMs,
      backstopMs,
    });
  }

  start(): void {
    this.pollLoop.start();
  }

  readonly wake = (): void => this.pollLoop.wake();

  stop(): Promise<void> {
    this.stopping.abort();
    return this.pollLoop.stop();
  }

  /** A stored piece; null if it was sealed with another `auth.keySecret`, or was changed. */
  open(sealed: Uint8Array, id: string, position: number): Buffer | null {
    return this.seal.open(sealed, sealOwner(id, position));
  }

  /** @returns the number of attempts. */
  async runOnce(): Promise<number> {
    const { store } = this.dependencies;
    await store.dataExports.expire(expiredMax);
    let attempts = 0;
    while (!this.stopping.signal.aborted) {
      const attempt = await store.dataExports.claim(leaseSeconds);
      if (attempt === null) break;
      await this.prepare(attempt);
      attempts += 1;
    }
    return attempts;
  }

  private async prepare(attempt: ExportAttempt): Promise<void> {
    const { store, logger } = this.dependencies;
    const { id: exportId, attempts } = attempt;
    if (attempts > dataExportAttemptsMax) {
      logger.warn({ exportId, attempts }, 'data export failed: its processes ended');
      return store.dataExports.fail(attempt);
    }
    try {
      const { parts, bytes } = await this.write(attempt);
      if (await store.dataExports.finish(attempt, parts, bytes)) {
        logger.info({ exportId, bytes }, 'data export ready');
      }
    } catch (error) {
      if (error instanceof AttemptOverError) return;
      logger.warn({ err: error, exportId, attempts }, 'data export failed');
      if (attempts >= dataExportAttemptsMax) return store.dataExports.fail(attempt);
      const pauseSeconds = exportPauseSeconds(attempts);
      await store.dataExports.tryAgain(attempt, pauseSeconds);
      this.pollLoop.scheduleIn(pauseSeconds * 1_000);
    }
  }

  /** @throws AttemptOverError, and the errors of orders. */
  private async write(attempt: ExportAttempt): Promise<{ parts: number; bytes: number }> {
    const { store } = this.dependencies;
    const { id, userId } = attempt;
    let parts = 0;
    let bytes = 0;
    const account = await store.accounts.byId(userId);
    if (account === null) throw new AttemptOverError();
    for await (const text of this.texts(userId, id, await exportedAccount(account, store))) {
      const encoded = Buffer.from(text);
      for (let start = 0; start < encoded.length; start += partBytesMax) {
        const piece = encoded.subarray(start, start + partBytesMax);
        const sealed = this.seal.seal(piece, sealOwner(id, parts));
        const isOwn = await store.dataExports.addPart(attempt, parts, sealed, leaseSeconds);
        if (!isOwn) throw new AttemptOverError();
        parts += 1;
      }
      bytes += encoded.length;
    }
    return { parts, bytes };
  }

  /** The export as JSON: the account, then its orders page by page. */
  private async *texts(userId: string, id: string, account: string): AsyncGenerator<string> {
    const { orders } = this.dependencies;
    yield `${account},"orders":[`;
    let left = Math.floor((dataExportBytesMax - Buffer.byteLength(account)) / bytesPerCharacter);
    let after: string | null = null;
    let separator = '';
    let besides = '';
    let isCut = false;
    do {
      const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(pageDeadlineMs)]);
      const scope = { requestId: id, signal };
      const charactersMax = Math.max(0, left);
      const page: PageOfOrders = await orders.exportedPage(userId, charactersMax, after, scope);
      besides += page.account;
      left -= page.account.length;
      if (page.json !== '') {
        yield separator + page.json;
        separator = ',';
        left -= page.json.length + 1;
      }
      ({ isCut, next: after } = page);
    } while (after !== null && !isCut);
    yield `],"ordersComplete":${!isCut}${besides}}`;
  }
}
