import { attemptsUntilAttention, type EffectKind, type JournalEffect } from './effect';
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

/** Steps whose refusal a person decides. That of others is an answer to who asked for them. */
const decidedByPeople: ReadonlySet<string> = new Set<EffectKind>(['CAPTURE', 'VOID', 'RESTOCK']);

/** Whether it was refused permanently, and a person still has to decide what happens to it. */
export function isUndecided({
  kind,
  state,
  outcome,
}: Pick<JournalEffect, 'kind' | 'state' | 'outcome'>): boolean {
  if (state !== 'REFUSED' || outcome?.givenUp === true) return false;
  return decidedByPeople.has(kind) || outcome?.late === true;
}

/** The attention once a step no longer needs it: for another one that was refused behind it. */
export function attentionBehind(
  { effects }: { readonly effects: readonly JournalEffect[] },
  step: string | undefined,
): Attention | null {
  const next = effects.find((effect) => effect.kind !== step && isUndecided(effect));
  if (next === undefined) return null;
  const { kind, outcome } = next;
  return {
    since: new Date().toISOString(),
    step: kind,
    reason: outcome?.code ?? kind,
    refused: true,
  };
}

/**
 * Ends the attention for a completed step, unless another step of the same kind was rejected
 * permanently and waits for a decision: the success of a second capture says nothing about the first.
 */
export function attentionDone(
  order: Attended & { readonly effects: readonly JournalEffect[] },
  step: string,
  seq?: number,
): AttentionChange {
  if (order.attention?.step !== step) return {};
  const isLeft = order.effects.some(
    (effect) => effect.kind === step && effect.seq !== seq && isUndecided(effect),
  );
  return isLeft ? {} : { attention: attentionBehind(order, step) };
}
