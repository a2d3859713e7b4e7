import type { Logger } from 'pino';
import { type ChainHead, headText } from '../../../platform/audit/chain';
import { type HeadFiles, signHead } from '../../../platform/audit/head-files';
import type { AuditKeys } from '../../../platform/audit/keys';
import { PollLoop } from '../../../platform/events/poll-loop';
import type { UsersMetrics } from '../metrics';
import type { UsersStore } from '../store';

/** Entries of the last minute may be missing in what is published. */
export const publishMs = 60_000;
const lingerMs = 1_000;

export interface AuditHeadsDependencies {
  readonly store: UsersStore['auditChain'];
  readonly keys: AuditKeys;
  readonly files: HeadFiles;
  readonly logger: Logger;
  readonly metrics: Pick<UsersMetrics, 'auditHead' | 'auditHeadLost'>;
}

/**
 * Publishes the newest link of the audit log, signed, whenever it has changed: in a log line, in a
 * metric, and in the file of the day. A log that was cut or rewritten lacks a published head.
 */
export class AuditHeads {
  private readonly pollLoop: PollLoop;
  private published: string | null = null;
  private isLoaded = false;
  private isStarted = false;

  constructor(private readonly dependencies: AuditHeadsDependencies) {
    this.pollLoop = new PollLoop({
      work: () => this.runOnce(),
      onError: (error) => this.reportFailure(error),
      lingerMs,
      backstopMs: publishMs,
    });
  }

  start(): void {
    this.isStarted = true;
    this.pollLoop.start();
  }

  /** Publishes what the last minute has added. */
  async stop(): Promise<void> {
    await this.pollLoop.stop();
    if (this.isStarted) await this.runOnce().catch((error: unknown) => this.reportFailure(error));
    this.isStarted = false;
  }

  async runOnce(): Promise<void> {
    const { files, logger, metrics, store } = this.dependencies;
    if (!this.isLoaded) this.published = files.newest()?.head ?? null;
    this.isLoaded = true;
    const isLost = this.published !== null && !(await this.holds(this.published));
    metrics.auditHeadLost(isLost);
    if (isLost) {
      // Nothing is published over the head that is missing: it is the evidence.
      logger.error({ head: this.published }, 'audit log cut or rewritten');
      return;
    }
    if (this.published === null) await this.coverUnkeyed();
    const head = await store.head();
    if (head === null) return;
    metrics.auditHead(head.seq);
    if (headText(head) !== this.published) this.publish(head);
  }

  private publish(head: ChainHead): void {
    const { files, keys, logger } = this.dependencies;
    const signed = signHead(keys.current, head, new Date().toISOString());
    const { head: text, keyId, signature } = signed;
    // The log line precedes the file, so that the head is logged even if the file cannot be
    // written.
    logger.info({ head: text, keyId, signature }, 'audit head published');
    files.write(signed);
    this.published = text;
  }

  /** Links of versions without keys are covered by the first one with a key. */
  private async coverUnkeyed(): Promise<void> {
    const { keys, logger, store } = this.dependencies;
    const { id } = keys.current;
    if ((await store.firstKeyed()) !== null) return;
    const isCovered = await store.cover((head) => ({
      actor: 'system',
      action: 'audit.cover',
      subject: `AuditKey:${id}`,
      detail: { through: headText(head) },
    }));
    if (isCovered) logger.warn({ keyId: id }, 'audit entries of earlier versions covered by a key');
  }

  private async holds(head: string): Promise<boolean> {
    const [seq = ''] = head.split(':');
    const { links } = await this.dependencies.store.links(BigInt(seq) - 1n, 1);
    const [link] = links;
    return link !== undefined && headText(link) === head;
  }

  private reportFailure(error: unknown): void {
    this.dependencies.logger.error({ err: error }, 'audit head could not be published');
  }
}
