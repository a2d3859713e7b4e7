import { msPerSecond } from '../../../platform/values/time';
import type { OrderStatus } from './order';

/** The retry schedule of deliveries. */
export interface RetrySchedule {
  /** Pauses after the first failures. */
  readonly retrySeconds: readonly number[];
  /** The pause after all further failures. */
  readonly retryEverySeconds: number;
  /** Age at which a delivery is given up, and time after which a failing endpoint is disabled. */
  readonly giveUpSeconds: number;
}

/** Jitter: each pause is up to this share shorter or longer. */
const jitterShare = 0.1;

/**
 * Milliseconds until the next attempt; null if the delivery is given up.
 * @param failures number of failed attempts, including this one.
 * @param ageMs age of the delivery.
 * @param chance 0 to 1, drawn by the caller.
 */
export function retryPauseMs(
  schedule: RetrySchedule,
  failures: number,
  ageMs: number,
  chance: number,
): number | null {
  const { retrySeconds, retryEverySeconds, giveUpSeconds } = schedule;
  const seconds = retrySeconds[failures - 1] ?? retryEverySeconds;
  const pauseMs = seconds * msPerSecond * (1 + jitterShare * (2 * chance - 1));
  return ageMs + pauseMs > giveUpSeconds * msPerSecond ? null : Math.round(pauseMs);
}

/** Whether a delivery with these failures is past its last attempt. */
export function isOverdue(
  { retrySeconds, giveUpSeconds }: RetrySchedule,
  { failures, begunAt }: { readonly failures: number; readonly begunAt: Date },
  nowMs: number,
): boolean {
  const ageMs = nowMs - begunAt.getTime();
  return failures > retrySeconds.length && ageMs > giveUpSeconds * msPerSecond;
}

/**
 * How long an endpoint has to have accepted nothing until it is disabled. A delivery that is given
 * up shows it a little before: its next attempt would have come too late.
 */
export function lastingFailureSeconds(schedule: RetrySchedule, isGivenUp: boolean): number {
  const { retryEverySeconds, giveUpSeconds } = schedule;
  const ahead = isGivenUp ? retryEverySeconds * (1 + jitterShare) : 0;
  return Math.max(0, Math.floor(giveUpSeconds - ahead));
}

/** The HTTP status with which a receiver refuses all further events. */
const goneStatus = 410;

export const isAccepted = (status: number | null): boolean =>
  status !== null && status >= 200 && status < 300;

export const isGone = (status: number | null): boolean => status === goneStatus;

export interface WebhookEvent {
  readonly eventType: string;
  readonly eventAt: Date;
  readonly orderId: string;
  readonly number: string;
  readonly orderStatus: OrderStatus;
  readonly version: number;
}

/** The body of a delivery, byte for byte the same at every attempt: it is what was signed. */
export function webhookBody(event: WebhookEvent): string {
  const { eventType, eventAt, orderId, number, orderStatus, version } = event;
  return JSON.stringify({
    type: eventType,
    timestamp: eventAt.toISOString(),
    data: { orderId, number, status: orderStatus, version },
  });
}
