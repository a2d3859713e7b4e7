import type { EffectTask } from './effect-input';
import type { Shortage } from './refusal';

/** The effects of an order outside its database: names, keys, states and retries. */

export const effectKinds = [
  'RESERVE',
  'AUTHORIZE',
  'CONFIRM',
  'SHIP',
  'CAPTURE',
  'VOID',
  'RELEASE',
  'REFUND',
  'RESTOCK',
] as const;
export type EffectKind = (typeof effectKinds)[number];
export type EffectState = 'PENDING' | 'DONE' | 'REFUSED' | 'SKIPPED';

/**
 * The effects that every order starts with. CONFIRM is in orders of earlier versions only: what
 * confirms a reservation now is no part of the journal, because nothing depends on it.
 */
export const placingEffects = ['RESERVE', 'AUTHORIZE'] as const;

export interface EffectName {
  readonly kind: EffectKind;
  readonly seq: number;
}

export const sameEffect = (one: EffectName) => (other: EffectName) =>
  one.kind === other.kind && one.seq === other.seq;

/** The result of an effect that is DONE, or why it is REFUSED. */
export interface EffectOutcome {
  /** The provider's id of a capture or refund. */
  readonly reference?: string;
  /** The provider's reason to refuse it. */
  readonly code?: string;
  /** Whether a refund was refused after its request was answered, so that a person decides. */
  readonly late?: boolean;
  /** Whether a person gave the refused effect up, so that it never runs again. */
  readonly givenUp?: boolean;
  /** The stock that a shipment lacked. */
  readonly shortages?: readonly Shortage[];
}

interface EffectProgress {
  readonly seq: number;
  readonly state: EffectState;
  readonly attempts: number;
  /** False while it waits for its next attempt. */
  readonly due: boolean;
  readonly outcome: EffectOutcome | null;
}

/** An effect in the journal. */
export type JournalEffect = EffectTask & EffectProgress;

export type EffectOf<Kind extends EffectKind> = Extract<JournalEffect, { readonly kind: Kind }>;

/** A new effect, due at once. */
export type OpenedEffect = EffectTask & { readonly seq: number };

const releaseStock: OpenedEffect = { kind: 'RELEASE', seq: 1, input: null };
const voidPayment: OpenedEffect = { kind: 'VOID', seq: 1, input: null };

/** Undoes the reservation, when no payment is held. */
export const undoReservation: readonly OpenedEffect[] = [releaseStock];

/** Undoes everything that placing an order may have caused. Both have no effect if there is nothing to undo. */
export const undoAll: readonly OpenedEffect[] = [releaseStock, voidPayment];

/** Releases the money of captures that were given up, once nothing more is to be captured. */
export function releaseHeld(
  effects: readonly (EffectName & Pick<EffectProgress, 'outcome'>)[],
): readonly OpenedEffect[] {
  const isGivenUp = effects.some(({ kind, outcome }) => kind === 'CAPTURE' && outcome?.givenUp);
  return isGivenUp && !effects.some(({ kind }) => kind === 'VOID') ? [voidPayment] : [];
}

/** There is one authorization per order, so its key has no number. */
export const authorizationKey = (orderId: string): string => `order-${orderId}-authorize`;

/** The idempotency key of an effect at the other service, the same for all retries. */
export function effectKey(orderId: string, { kind, seq }: EffectName): string {
  return kind === 'AUTHORIZE'
    ? authorizationKey(orderId)
    : `order-${orderId}-${kind.toLowerCase()}-${seq}`;
}

const callbackKey = /^order-([0-9a-f-]{36})-(?:authorize|refund-(\d{1,9}))$/;

/**
 * The order whose payment a callback is about, and the number of a refund, if it is about one; null
 * if the key is not one of ours.
 */
export function subjectOfCallback(key: string): { orderId: string; refund: number | null } | null {
  const [, orderId, refund] = callbackKey.exec(key) ?? [];
  if (orderId === undefined) return null;
  return { orderId, refund: refund === undefined ? null : Number(refund) };
}

interface Requested {
  readonly input: { readonly idempotencyKey: string; readonly actor: string };
}

/**
 * What an actor began under an idempotency key. Somebody else may have used the same key for the
 * same order, and the actor too, once the key was forgotten; the newest counts.
 */
export function begunUnder<Effect extends Requested>(
  effects: readonly Effect[],
  { key, actor }: { readonly key: string; readonly actor: string },
): Effect | undefined {
  const same = effects.filter(({ input }) => input.idempotencyKey === key);
  return same.findLast(({ input }) => input.actor === actor) ?? same.at(-1);
}

const firstPauseMs = 500;
const pauseMsMax = 10 * 60_000;

/**
 * Failed attempts after which a person should look; retries continue at the longest pause.
 * @exceeded `Order.attention` is set; the attempts continue at the longest pause
 */
export const attemptsUntilAttention = 12;

/** Milliseconds until the next attempt: doubled with each failure, up to 10 min. */
export function pauseAfter(attempts: number): number {
  return Math.min(firstPauseMs * 2 ** Math.min(attempts - 1, 30), pauseMsMax);
}
