import {
  type EffectKind,
  type EffectName,
  type EffectState,
  type JournalEffect,
  type OpenedEffect,
  sameEffect,
} from '../domain/effect';
import type { OrderRow } from './columns';

/** An order with its journal, as it was when it was read or last written. */
export interface JournalRow extends OrderRow {
  readonly effects: readonly JournalEffect[];
  /** Its first owner is gone: whoever waits for it may well wait in another process. */
  readonly isTakenOver?: boolean;
}

export function freshEffects(kinds: readonly EffectKind[]): JournalEffect[] {
  return kinds.map((kind) => freshEffect({ kind, seq: 1, input: null }));
}

export function freshEffect(opened: OpenedEffect): JournalEffect {
  return { ...opened, state: 'PENDING', attempts: 0, due: true, outcome: null };
}

/** What became of an effect, or when it is to be tried again. */
export interface EffectUpdate extends EffectName {
  readonly state: EffectState;
  readonly outcome?: unknown;
  /** Attempts that failed since it was read. */
  readonly failed?: number;
  /** Milliseconds until it is due again, while PENDING. */
  readonly pauseMs?: number;
}

/** The journal as a write leaves it, so that nobody has to read it again. */
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
