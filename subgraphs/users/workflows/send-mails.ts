import { newSecretToken } from '../../../platform/auth/secret-token';
import { PollLoop } from '../../../platform/events/poll-loop';
import type { JobMetrics } from '../../../platform/jobs/metrics';
import { MailError, type Mailer } from '../../../platform/mail/mailer';
import type { Logger } from '../../../platform/telemetry/logger';
import { msPerSecond } from '../../../platform/values/time';
import { mailAttemptsMax, mailPauseSeconds, mailQueueName } from '../domain/mail';
import type { UsersStore } from '../store';
import type { MailAttempt, MailOutput } from '../store/mail-queue';
import { accountMail, type MailLinks } from './account-mail';

/** Mails of several changes at once share a poll. */
const lingerMs = 20;
/** Mails of other processes, and those whose pause or lease has ended. */
const backstopMs = 30_000;
const concurrencyMax = 4;
/** Looking up the account, and recording what came of it, besides sending the mail. */
const leaseMarginSeconds = 20;
/** The time that mails have at a stop; then they are aborted, and sent elsewhere. */
const drainMsMax = 8_000;

export interface SendMailsDependencies {
  readonly store: Pick<UsersStore, 'mails' | 'mailQueue'>;
  readonly mailer: Mailer;
  /** Deadline for one mail. */
  readonly deadlineMs: number;
  readonly links: MailLinks;
  readonly metrics: Pick<JobMetrics, 'started' | 'show'>;
  readonly logger: Logger;
}

/**
 * Sends the mails that are stored with the changes of accounts. The tokens in their links are
 * created here and exist nowhere else: the database has their hashes. A mail may arrive twice with
 * the same Message-ID; then the links of the newer one work.
 */
export class SendMails {
  private readonly pollLoop: PollLoop;
  private readonly sending = new Set<Promise<void>>();
  private readonly aborted = new AbortController();
  /** The last poll claimed as many mails as may be sent, so that others may wait for one to end. */
  private areOthersWaiting = false;

  constructor(private readonly dependencies: SendMailsDependencies) {
    const { logger, store } = dependencies;
    this.pollLoop = new PollLoop({
      work: () => this.begin(),
      hasWork: () => store.mailQueue.hasWork(),
      onError: (error) => logger.warn({ err: error }, 'polling for mails to send failed'),
      lingerMs,
      backstopMs,
    });
  }

  start(): void {
    this.dependencies.metrics.show(this.dependencies.store.mailQueue);
    this.pollLoop.start();
  }

  /** Sends what was stored now. Nobody waits for it, and no response depends on it. */
  readonly wake = (): void => this.pollLoop.wake();

  async stop(): Promise<void> {
    await this.pollLoop.stop();
    const timer = setTimeout(() => this.aborted.abort(), drainMsMax);
    await Promise.all(this.sending);
    clearTimeout(timer);
  }

  /** Begins as many mails as may be sent at a time, and does not wait for slow ones. */
  private async begin(): Promise<void> {
    const { deadlineMs, store } = this.dependencies;
    await store.mailQueue.clear();
    const free = concurrencyMax - this.sending.size;
    const leaseSeconds = deadlineMs / msPerSecond + leaseMarginSeconds;
    const attempts = free === 0 ? [] : await store.mailQueue.claim(free, leaseSeconds);
    this.areOthersWaiting = attempts.length === free;
    for (const attempt of attempts) this.follow(attempt);
  }

  private follow(attempt: MailAttempt): void {
    const { logger } = this.dependencies;
    const sent = this.attempt(attempt)
      .catch((error: unknown) => {
        // It is sent again when its lease ends.
        logger.warn({ err: error, mailId: attempt.id }, 'attempt to send a mail not recorded');
      })
      .finally(() => {
        this.sending.delete(sent);
        if (this.areOthersWaiting) this.wake();
      });
    this.sending.add(sent);
  }

  private async attempt(attempt: MailAttempt): Promise<void> {
    const { logger, metrics, store } = this.dependencies;
    const about = { queue: mailQueueName, jobId: attempt.id, attempt: attempt.attempts };
    if (attempt.attempts > mailAttemptsMax) {
      logger.error(about, 'mail failed: its processes ended');
      return store.mailQueue.fail(attempt, { message: 'The process ended at the last attempt.' });
    }
    const ended = metrics.started(mailQueueName);
    let output: MailOutput;
    try {
      output = await this.send(attempt.id);
    } catch (error) {
      ended('failed');
      const isLast = isRefusal(error) || attempt.attempts >= mailAttemptsMax;
      const what = isLast ? 'mail failed for the last time' : 'mail failed, trying again';
      logger[isLast ? 'error' : 'warn']({ ...about, err: error }, what);
      return this.postpone(attempt, isLast, error as Error);
    }
    ended('completed');
    await store.mailQueue.finish(attempt.id, output);
    logger.info({ ...about, output }, 'mail done');
  }

  private async send(id: string): Promise<MailOutput> {
    const { links, mailer, store } = this.dependencies;
    const { token, hash: tokenHash } = newSecretToken();
    const { token: disownToken, hash: disownHash } = newSecretToken();
    const prepared = await store.mails.prepare(id, { tokenHash, disownHash });
    if (prepared === null) return { mail: 'none', because: 'it was sent, or nobody needs it' };
    const content = accountMail(prepared, { token, disownToken }, links);
    const mail = { to: prepared.to, id: `account.${id}`, ...content };
    return { mail: await mailer.send(mail, this.aborted.signal), kind: prepared.kind };
  }

  private async postpone(attempt: MailAttempt, isLast: boolean, error: Error): Promise<void> {
    const { store } = this.dependencies;
    const output = { message: error.message };
    if (isLast) return store.mailQueue.fail(attempt, output);
    const pauseSeconds = this.aborted.signal.aborted ? 0 : mailPauseSeconds(attempt.attempts);
    await store.mailQueue.tryAgain(attempt, pauseSeconds, output);
    this.pollLoop.scheduleIn(pauseSeconds * msPerSecond);
  }
}

/** The server rejects the address or the text for good. */
const isRefusal = (error: unknown): boolean => error instanceof MailError && error.isRefused;
