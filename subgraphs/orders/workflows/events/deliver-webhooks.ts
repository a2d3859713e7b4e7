import type { Logger } from 'pino';
import type { Configuration } from '../../../../config/schema';
import { PollLoop } from '../../../../platform/events/poll-loop';
import { traced } from '../../../../platform/telemetry/tracing';
import { Poster, type PostResult } from '../../../../platform/webhooks/poster';
import { SecretSeal } from '../../../../platform/webhooks/sealed-secret';
import { signedHeaders } from '../../../../platform/webhooks/signature';
import type { DisabledEndpoint } from '../../domain/disabled-endpoint';
import { eventIdOf } from '../../domain/event';
import {
  isAccepted,
  isGone,
  isOverdue,
  lastingFailureSeconds,
  retryPauseMs,
  webhookBody,
} from '../../domain/webhook';
import { testEventType } from '../../domain/webhook-event-type';
import type { OrdersMetrics } from '../../metrics';
import type { OrdersStore } from '../../store';
import type { AttemptOutcome, TakenDelivery } from '../../store/webhook-deliveries';
import type { Announce } from '../../store/webhook-disabling';

export interface DeliveryDependencies {
  readonly store: Pick<OrdersStore, 'webhookDeliveries' | 'workSignal'>;
  readonly configuration: Pick<Configuration, 'webhooks'>;
  /** Notifies the owner of a disabled endpoint. */
  readonly notifyOwner: Announce;
  readonly metrics: OrdersMetrics;
  readonly logger: Logger;
}

const backstopMs = 5_000;
const lingerMs = 20;
/**
 * Concurrent attempts in one process.
 * @exceeded the other deliveries wait
 * @test platform/webhooks/poster.test.ts
 */
const attemptsMax = 64;
/**
 * Answer of an endpoint.
 * @exceeded the rest is not read
 * @test platform/webhooks/poster.test.ts
 */
const responseBytesMax = 65_536;
/** Time after an attempt's deadline until another process may take the delivery. */
const leaseMarginMs = 10_000;
const goneReason = 'It answered HTTP 410: it is gone.';
const userAgent = 'orderprocessing-webhooks/1';

/**
 * Delivers webhooks: signed, retried with growing pauses, in order per endpoint and order. Any number
 * of processes may do so. If one crashes, others repeat its attempts, so a receiver may get an event
 * twice with the same id.
 */
export class DeliverWebhooks {
  private readonly pollLoop: PollLoop;
  private readonly poster: Poster;
  private readonly seal: SecretSeal;
  private readonly attempts = new Set<Promise<void>>();
  private isStopping = false;

  constructor(private readonly dependencies: DeliveryDependencies) {
    const { webhooks } = dependencies.configuration;
    this.seal = new SecretSeal(webhooks.secretKey);
    this.poster = new Poster({
      allowPrivateTargets: webhooks.allowPrivateTargets,
      deadlineMs: webhooks.deadlineMs,
      responseBytesMax,
      userAgent,
      metrics: dependencies.metrics.webhookCalls,
    });
    this.pollLoop = new PollLoop({
      work: () => this.takeDue(),
      hasWork: () => dependencies.store.webhookDeliveries.isDue(),
      onError: (error) => dependencies.logger.error({ err: error }, 'polling for webhooks failed'),
      lingerMs,
      backstopMs,
    });
  }

  start(): void {
    this.pollLoop.start();
  }

  readonly wake = (): void => this.pollLoop.wake();

  /** Takes no more deliveries and waits for running attempts. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.pollLoop.stop();
    await Promise.all(this.attempts);
    await this.poster.close();
  }

  /** Attempts all due deliveries and waits for them. @returns the number of attempts. */
  async runOnce(): Promise<number> {
    const started = await this.takeDue();
    await Promise.all(this.attempts);
    return started;
  }

  /** Starts attempts up to the limit; each one polls for further deliveries when it ends. */
  private async takeDue(): Promise<number> {
    const { store, configuration } = this.dependencies;
    const { concurrencyPerEndpoint, deadlineMs } = configuration.webhooks;
    const limit = attemptsMax - this.attempts.size;
    if (limit <= 0) return 0;
    const taken = await store.webhookDeliveries.take({
      limit,
      perEndpoint: concurrencyPerEndpoint,
      leaseMs: deadlineMs + leaseMarginMs,
    });
    for (const delivery of taken) {
      const attempt = this.tracedAttempt(delivery)
        .catch((error) =>
          this.dependencies.logger.error(
            { err: error, deliveryId: delivery.id },
            'webhook attempt failed',
          ),
        )
        .finally(() => {
          this.attempts.delete(attempt);
          if (!this.isStopping) this.pollLoop.wake();
        });
      this.attempts.add(attempt);
    }
    return taken.length;
  }

  /** URLs are not logged, because they may contain secrets. */
  private tracedAttempt(delivery: TakenDelivery): Promise<void> {
    const { orderId, endpointId, eventType, attempts, trace } = delivery;
    const attributes = {
      'order.id': orderId,
      'webhook.endpoint.id': endpointId,
      'webhook.attempt': attempts,
    };
    const options = { role: 'client', attributes, parent: trace ?? undefined } as const;
    return traced(`webhook ${eventType}`, options, () => this.attempt(delivery));
  }

  private async attempt(delivery: TakenDelivery): Promise<void> {
    const { store, metrics, notifyOwner } = this.dependencies;
    const { status, reason } = await this.answerTo(delivery);
    const outcome = this.outcomeOf(delivery, status);
    metrics.webhookAttempts.inc({ outcome: outcome.status.toLowerCase() });
    if (isGone(status)) {
      const disabling = { reason: goneReason, announce: notifyOwner };
      this.recordDisabling(await store.webhookDeliveries.recordGone(delivery, outcome, disabling));
      return;
    }
    await store.webhookDeliveries.recordAttempt(delivery, outcome);
    if (outcome.status === 'DELIVERED' || delivery.eventType === testEventType) return;
    this.recordDisabling(await this.disableFailing(delivery, outcome, reason));
    if (outcome.pauseMs !== null) this.pollLoop.scheduleIn(outcome.pauseMs);
  }

  private async answerTo(delivery: TakenDelivery): Promise<PostResult> {
    const { configuration, logger } = this.dependencies;
    const { id: deliveryId, endpointId, url, secret, previousSecret } = delivery;
    if (delivery.isAfterKill && isOverdue(configuration.webhooks, delivery, Date.now())) {
      logger.error({ deliveryId }, 'webhook failed: its processes ended');
      return { status: null, reason: 'our processes ended during the attempts' };
    }
    const current = this.seal.open(secret, endpointId);
    if (current === null) {
      logger.error({ deliveryId, endpointId }, 'webhook secret cannot be read');
      return { status: null, reason: 'its signing secret could not be read: rotate the secret' };
    }
    // Secrets that a rotation has replaced are lost if `webhooks.secretKey` has changed, too.
    const replaced = previousSecret?.split(' ') ?? [];
    const previous = replaced.flatMap((sealed) => this.seal.open(sealed, endpointId) ?? []);
    const secrets = [current, ...previous];
    const body = webhookBody(delivery);
    const headers = signedHeaders(eventIdOf(delivery), body, secrets, new Date());
    return this.poster.post(url, headers, body);
  }

  private outcomeOf(delivery: TakenDelivery, responseStatus: number | null): AttemptOutcome {
    const { webhooks } = this.dependencies.configuration;
    if (isAccepted(responseStatus)) return { responseStatus, pauseMs: null, status: 'DELIVERED' };
    // The sender of a test wants to see the outcome of one attempt, and repeats it after a fix.
    const isLast = isGone(responseStatus) || delivery.eventType === testEventType;
    if (isLast) return { responseStatus, pauseMs: null, status: 'FAILED' };
    const ageMs = Date.now() - delivery.begunAt.getTime();
    const pauseMs = retryPauseMs(webhooks, delivery.failures + 1, ageMs, Math.random());
    return { responseStatus, pauseMs, status: pauseMs === null ? 'FAILED' : 'PENDING' };
  }

  private disableFailing(
    { endpointId }: TakenDelivery,
    { pauseMs }: AttemptOutcome,
    reason: string,
  ): Promise<DisabledEndpoint | null> {
    const { store, configuration, notifyOwner: announce } = this.dependencies;
    const seconds = lastingFailureSeconds(configuration.webhooks, pauseMs === null);
    return store.webhookDeliveries.disableFailing({ endpointId, reason, announce }, seconds);
  }

  private recordDisabling(disabled: DisabledEndpoint | null): void {
    if (disabled === null) return;
    const { endpointId, reason } = disabled;
    this.dependencies.metrics.webhooksDisabled.inc();
    this.dependencies.logger.warn({ endpointId, reason }, 'webhook endpoint disabled');
  }
}
