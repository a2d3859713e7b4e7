/** The effects of an order outside its database: names, keys, state, and when to try again. */

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

/** What every order is placed with. */
export const placingEffects: readonly EffectKind[] = ['RESERVE', 'AUTHORIZE', 'CONFIRM'];

export interface EffectName {
  readonly kind: EffectKind;
  readonly seq: number;
}

export const sameEffect = (one: EffectName) => (other: EffectName) =>
  one.kind === other.kind && one.seq === other.seq;

/** An effect as the journal keeps it. */
export interface JournalEffect extends EffectName {
  readonly state: EffectState;
  readonly attempts: number;
  /** False while it waits for its next attempt. */
  readonly due: boolean;
  readonly input: unknown;
  readonly outcome: unknown;
}

/** A new effect, due at once. */
export interface OpenedEffect extends EffectName {
  readonly input: unknown;
}

const releaseStock: OpenedEffect = { kind: 'RELEASE', seq: 1, input: null };
const voidPayment: OpenedEffect = { kind: 'VOID', seq: 1, input: null };

/** Undoes the reservation, where nothing of the payment is held. */
export const undoReservation: readonly OpenedEffect[] = [releaseStock];

/** Undoes all that placing an order may have caused. Both do nothing where there is nothing. */
export const undoAll: readonly OpenedEffect[] = [releaseStock, voidPayment];

/** There is one authorization an order: its key carries no number. */
export const authorizationKey = (orderId: string): string => `order-${orderId}-authorize`;

/** The key of an effect at the other side: the same effect, tried again, has the same key. */
export function effectKey(orderId: string, { kind, seq }: EffectName): string {
  return kind === 'AUTHORIZE'
    ? authorizationKey(orderId)
    : `order-${orderId}-${kind.toLowerCase()}-${seq}`;
}

const authorizationPattern = /^order-([0-9a-f-]{36})-authorize$/;

/** The order that an authorization's key belongs to; null when the key is not one of ours. */
export function orderOfAuthorization(key: string): string | null {
  return authorizationPattern.exec(key)?.[1] ?? null;
}

const firstPauseMs = 500;
const pauseMsMax = 10 * 60_000;

/** From here on a person should look, while the attempts go on at their longest pause. */
export const attemptsUntilAttention = 12;

/** Milliseconds until the next attempt, after so many that failed: doubled each time, up to 10 min. */
export function pauseAfter(attempts: number): number {
  return Math.min(firstPauseMs * 2 ** Math.min(attempts - 1, 30), pauseMsMax);
}
