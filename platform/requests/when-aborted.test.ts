import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { abortSource, whenAborted } from './when-aborted';

test('every wait ends once, by one listener', () => {
  const controller = new AbortController();
  const ended: string[] = [];
  whenAborted(controller.signal, () => ended.push('first'));
  whenAborted(controller.signal, () => ended.push('second'));
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  controller.abort();
  controller.abort();
  expect(ended).toEqual(['first', 'second']);
});

test('a wait that was given up is not called, even by another wait', () => {
  const controller = new AbortController();
  const ended: string[] = [];
  const stop = whenAborted(controller.signal, () => ended.push('stopped'));
  stop();
  whenAborted(controller.signal, () => stopNext());
  const stopNext = whenAborted(controller.signal, () => ended.push('next'));
  controller.abort();
  expect(ended).toEqual([]);
});

test('signals are apart', () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const ended: string[] = [];
  whenAborted(one.signal, () => ended.push('one'));
  whenAborted(other.signal, () => ended.push('other'));
  other.abort();
  expect(ended).toEqual(['other']);
});

test('a signal of a source calls its waits without a listener', () => {
  const { signal, abort } = abortSource();
  const ended: string[] = [];
  const stop = whenAborted(signal, () => ended.push('stopped'));
  whenAborted(signal, () => ended.push('ended'));
  stop();
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  abort(new Error('first'));
  abort(new Error('second'));
  expect(ended).toEqual(['ended']);
  expect(signal.reason).toEqual(new Error('first'));
});
