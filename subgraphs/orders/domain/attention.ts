import { attemptsUntilAttention, type JournalEffect } from './effect';
import type { Attention } from './order';

/** What `Order.attention` says of a step that a person has to look at. */

interface Attended {
  readonly attention: unknown;
}

/** The column to write, or nothing where it stays as it is. */
export interface AttentionChange {
  readonly attention?: Attention | null;
}

/** @param refused the other side refused the step for good. */
export function attentionFor(
  order: Attended,
  step: string,
  reason: string,
  refused = false,
): AttentionChange {
  // A step that may still succeed gives way to one that never will.
  const present = order.attention as Attention | null;
  if (present !== null && (present.refused || !refused)) return {};
  return { attention: { since: new Date().toISOString(), step, reason, refused } };
}

/** The same, once a step has failed so often that it is unlikely to succeed by itself. */
export function attentionAfter(
  order: Attended,
  step: string,
  reason: string,
  attempts: number,
): AttentionChange {
  return attempts < attemptsUntilAttention ? {} : attentionFor(order, step, reason);
}

/**
 * Clears the attention for a step that is done, unless another of its kind was refused for good:
 * two captures have one name, and the second's success says nothing of the first.
 */
export function attentionDone(
  order: Attended & { readonly effects: readonly JournalEffect[] },
  step: string,
  seq?: number,
): AttentionChange {
  if ((order.attention as Attention | null)?.step !== step) return {};
  const isRefused = order.effects.some(
    (effect) => effect.kind === step && effect.seq !== seq && effect.state === 'REFUSED',
  );
  return isRefused ? {} : { attention: null };
}
