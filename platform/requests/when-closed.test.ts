import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { whenClosed } from './when-closed';

test('all actions are called once and in order, by one listener', () => {
  const response = new EventEmitter();
  const called: string[] = [];
  whenClosed(response, () => called.push('first'));
  whenClosed(response, () => called.push('second'));
  expect(response.listenerCount('close')).toBe(1);
  response.emit('close');
  response.emit('close');
  expect(called).toEqual(['first', 'second']);
});

test('responses are apart', () => {
  const [one, other] = [new EventEmitter(), new EventEmitter()];
  const called: string[] = [];
  whenClosed(one, () => called.push('one'));
  whenClosed(other, () => called.push('other'));
  other.emit('close');
  expect(called).toEqual(['other']);
});

test('an action for a response that is closed already is called at once', () => {
  const called: string[] = [];
  whenClosed(Object.assign(new EventEmitter(), { closed: true }), () => called.push('closed'));
  expect(called).toEqual(['closed']);
});
