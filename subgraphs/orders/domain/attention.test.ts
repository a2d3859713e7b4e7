import { expect, it } from 'vitest';
import { attentionAfter, attentionDone, attentionFor } from './attention';
import { attemptsUntilAttention, type JournalEffect } from './effect';
import type { Attention } from './order';

const since = '2026-11-24T12:00:00.000Z';

function order(attention: Attention | null, ...captures: string[]) {
  const effects = captures.map((state, index) => ({ kind: 'CAPTURE', seq: index + 1, state }));
  return { attention, effects: effects as JournalEffect[] };
}

it('ends with the step that it was for', () => {
  const waiting = order({ since, step: 'CAPTURE', reason: 'down', refused: false }, 'PENDING');
  expect(attentionDone(waiting, 'CAPTURE', 1)).toEqual({ attention: null });
  expect(attentionDone(waiting, 'VOID', 1)).toEqual({});
});

it('stays while another step of the same kind is refused for good', () => {
  const refused = { since, step: 'CAPTURE', reason: 'too_late', refused: true };
  expect(attentionDone(order(refused, 'REFUSED', 'PENDING'), 'CAPTURE', 2)).toEqual({});
  expect(attentionDone(order(refused, 'REFUSED', 'DONE'), 'CAPTURE', 1)).toEqual({
    attention: null,
  });
});

it('ends although an earlier step of the same kind was refused, once nobody has to decide it', () => {
  const failing = { since, step: 'CAPTURE', reason: 'down', refused: false };
  const { effects } = order(failing, 'REFUSED', 'PENDING');
  const [refused, open] = effects as [JournalEffect, JournalEffect];
  const givenUp = [{ ...refused, outcome: { code: 'too_late', givenUp: true } }, open];
  expect(attentionDone({ attention: failing, effects: givenUp }, 'CAPTURE', 2)).toEqual({
    attention: null,
  });
  const shipping = { ...failing, step: 'SHIP' };
  const short = effects.map((effect) => ({ ...effect, kind: 'SHIP' }) as JournalEffect);
  expect(attentionDone({ attention: shipping, effects: short }, 'SHIP')).toEqual({
    attention: null,
  });
});

it('gives way to what was refused for good, and to nothing less', () => {
  const failing = order({ since, step: 'CAPTURE', reason: 'down', refused: false });
  expect(attentionFor(failing, 'VOID', 'too_late', true)).toMatchObject({
    attention: { step: 'VOID', refused: true },
  });
  expect(attentionFor(failing, 'VOID', 'down')).toEqual({});
  const refused = order({ since, step: 'CAPTURE', reason: 'too_late', refused: true });
  expect(attentionFor(refused, 'VOID', 'too_late', true)).toEqual({});
});

it('comes with the attempt after which a person should look, and not before', () => {
  const quiet = order(null);
  expect(attentionAfter(quiet, 'CAPTURE', 'down', attemptsUntilAttention - 1)).toEqual({});
  const needed = attentionAfter(quiet, 'CAPTURE', 'down', attemptsUntilAttention);
  expect(needed).toMatchObject({
    attention: { step: 'CAPTURE', reason: 'down', refused: false },
  });
  expect(attemptsUntilAttention).toBe(12);
  expect(attentionDone(quiet, 'CAPTURE')).toEqual({});
});
