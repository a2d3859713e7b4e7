import {
  type EffectName,
  type EffectOutcome,
  type EffectState,
  type JournalEffect,
  type OpenedEffect,
  type placingEffects,
  sameEffect,
} from '../domain/effect';
import type { OrderRow } from './columns';
import { journalEffects } from './effect-json';

/** An order with its journal, as read or last written. */
export interface JournalRow extends OrderRow {
  readonly effects: readonly JournalEffect[];
  /** It was taken over, so its client may be waiting in another process. */
  readonly isTakenOver?: boolean;
  /** When it was taken over, for instance because the bank has answered. */
  readonly takenAt?: Date;
}

/** A journal as the database has it. */
export type StoredJournalRow = OrderRow & {
  readonly effects: unknown;
  readonly isTakenOver?: boolean;
  readonly takenAt?: Date;
};

/** @throws ZodError if the journal was not written by this store. */
export function journalRow(row: StoredJournalRow): JournalRow {
  return { ...row, effects: journalEffects.parse(row.effects) };
}

/** Gets an order whose journal cannot be read, as one of a newer version, and the reason. */
export type OnUnreadable = (orderId: string, error: unknown) => void;

/** The orders whose journal can be read: any other holds up none of them. */
export const journalRows = (
  rows: readonly StoredJournalRow[],
  onUnreadable: OnUnreadable,
): JournalRow[] =>
  rows.flatMap((row) => {
    try {
      return [journalRow(row)];
    } catch (error) {
      onUnreadable(row.id, error);
      return [];
    }
  });

export function freshEffects(kinds: typeof placingEffects): JournalEffect[] {
  return kinds.map((kind) => freshEffect({ kind, seq: 1, input: null }));
}

export function freshEffect(opened: OpenedEffect): JournalEffect {
  return { ...opened, state: 'PENDING', attempts: 0, due: true, outcome: null };
}

/** The result of an effect, or its next attempt. */
export interface EffectUpdate extends EffectName {
  readonly state: EffectState;
  readonly outcome?: EffectOutcome;
  /** Failed attempts since it was read. */
  readonly failed?: number;
  /** Milliseconds until the next attempt, while PENDING. */
  readonly pauseMs?: number;
}

/** The journal after a write, so that it need not be read again. */
export function effectsAfter(
  effects: readonly JournalEffect[],
  updates: readonly EffectUpdate[],
  opened: readonly OpenedEffect[],
): JournalEffect[] {
  const updated = effects.map((effect) => {
    const update = updates.find(sameEffect(effect));
    if (!update) return effect;
    return {
      ...effect,
      state: update.state,
      attempts: effect.attempts + (update.failed ?? 0),
      due: (update.pauseMs ?? 0) === 0,
      outcome: update.outcome ?? effect.outcome,
    };
  });
  const added = opened.filter((effect) => !effects.some(sameEffect(effect)));
  return [...updated, ...added.map(freshEffect)];
}
