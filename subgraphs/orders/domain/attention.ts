import { attemptsUntilAttention, type JournalEffect } from './effect';
import type { Attention } from './order';

/** `Order.attention`: the step that needs a person. */

interface Attended {
  readonly attention: Attention | null;
}

/** The column to write, or nothing if it does not change. */
export interface AttentionChange {
  readonly attention?: Attention | null;
}

/** @param refused whether the other service rejected the step permanently. */
export function attentionFor(
  order: Attended,
  step: string,
  reason: string,
  refused = false,
): AttentionChange {
  // A permanent failure takes precedence over one that may still succeed.
  const present = order.attention;
  if (present !== null && (present.refused || !refused)) return {};
  return { attention: { since: new Date().toISOString(), step, reason, refused } };
}

/** The same for a step that has failed so often that it is unlikely to succeed. */
export function attentionAfter(
  order: Attended,
  step: string,
  reason: string,
  attempts: number,
): AttentionChange {
  return attempts < attemptsUntilAttention ? {} : attentionFor(order, step, reason);
}

/**
 * Clears the attention for a completed step, unless another step of the same kind was rejected
 * permanently: the success of a second capture says nothing about the first.
 */
export function attentionDone(
  order: Attended & { readonly effects: readonly JournalEffect[] },
  step: string,
  seq?: number,
): AttentionChange {
  if (order.attention?.step !== step) return {};
  const isRefused = order.effects.some(
    (effect) => effect.kind === step && effect.seq !== seq && effect.state === 'REFUSED',
  );
  return isRefused ? {} : { attention: null };
}
