import { expect, test } from 'vitest';
import { drillCommand } from '../commands/drill';
import { listedDrills, textOf } from './all';

test('every drill is among those that `drill all` runs', () => {
  const commands = drillCommand().commands.map((command) => command.name());
  const listed = listedDrills.map(({ name }) => name);
  expect([...listed, 'all'].sort()).toEqual([...commands].sort());
});

test.each([
  ['blue-green', { load: {}, control: {}, releases: 3, rollbacksMs: [410], faults: [] }],
  ['canary', { reason: 'errors', rolledBackAfterMs: 430, inTime: true, load: {} }],
])('prints the result of %s, which is no report of faults', (drill, result) => {
  const text = textOf({ drill, outcome: 'met', reason: null, seconds: 90, result });
  expect(text).toBe(`drill            ${drill}\nmet              ${JSON.stringify(result)}\n`);
});
