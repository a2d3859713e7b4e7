import { expect, test, vi } from 'vitest';
import { liveSettings } from './live';

const initial = {
  limits: { rate: { perMinute: 60 }, bytes: 10 },
  table: { DE: { tax: '19' } } as Record<string, { tax: string }>,
  port: 4000,
};

const live = () =>
  liveSettings({
    initial,
    isSection: (path) => path === 'limits' || path === 'limits.rate',
    isChangeable: (path) => path.startsWith('limits.') || path === 'table',
  });

test('a group that was read before a change shows the new values', () => {
  const { view, apply } = live();
  const { rate } = view.limits;
  expect(apply({ ...initial, limits: { rate: { perMinute: 7 }, bytes: 10 } })).toEqual({
    changed: ['limits.rate.perMinute'],
    needRestart: [],
  });
  expect(rate.perMinute).toBe(7);
  expect({ ...view }.limits.rate.perMinute).toBe(7);
});

test('a table changes as a whole', () => {
  const { view, apply } = live();
  apply({ ...initial, table: { FR: { tax: '20' } } });
  expect(view.table).toEqual({ FR: { tax: '20' } });
});

test('a setting that may not change keeps its value, and is named', () => {
  const { view, apply } = live();
  const change = apply({ ...initial, port: 5000, limits: { ...initial.limits, bytes: 11 } });
  expect(change).toEqual({ changed: ['limits.bytes'], needRestart: ['port'] });
  expect(view.port).toBe(4000);
});

test('listeners are called for changes only, until they unsubscribe', () => {
  const { apply, onChange } = live();
  const listener = vi.fn();
  const leave = onChange(listener);
  apply({ ...initial, port: 5000 });
  expect(listener).not.toHaveBeenCalled();
  apply({ ...initial, limits: { ...initial.limits, bytes: 11 } });
  leave();
  apply(initial);
  expect(listener).toHaveBeenCalledTimes(1);
});

test('it cannot be written to', () => {
  const { view, apply } = live();
  apply({ ...initial, table: { FR: { tax: '20' } } });
  const write = () => Object.assign(view.limits.rate, { perMinute: 1 });
  expect(write).toThrow(TypeError);
  expect(Object.isFrozen(view.table.FR)).toBe(true);
});
