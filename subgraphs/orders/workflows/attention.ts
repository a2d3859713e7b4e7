import { attemptsUntilAttention } from '../domain/effect';
import type { Attention } from '../domain/order';
import type { ChangedColumns } from '../store/journal';
import type { JournalRow } from '../store/journal-row';

/** What `Order.attention` says of a step that a person should look at. */
export function attentionFor(
  order: JournalRow,
  step: string,
  reason: string,
  refused = false,
): ChangedColumns {
  // What may still come right gives way to what never will.
  const told = order.attention as Attention | null;
  if (told !== null && (told.refused || !refused)) return {};
  const attention: Attention = { since: new Date().toISOString(), step, reason, refused };
  return { attention };
}

/** The same, once a step has failed so often that it will hardly come right by itself. */
export function attentionAfter(
  order: JournalRow,
  step: string,
  reason: string,
  attempts: number,
): ChangedColumns {
  return attempts < attemptsUntilAttention ? {} : attentionFor(order, step, reason);
}

/**
 * The order waits no longer for a step that is done, unless another of its kind was refused for
 * good: two captures have one name, and the second's success says nothing of the first.
 */
export function attentionDone(order: JournalRow, step: string, seq?: number): ChangedColumns {
  if ((order.attention as Attention | null)?.step !== step) return {};
  const isRefused = order.effects.some(
    (effect) => effect.kind === step && effect.seq !== seq && effect.state === 'REFUSED',
  );
  return isRefused ? {} : { attention: null };
}
