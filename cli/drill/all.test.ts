import { expect, test } from 'vitest';
import { drillCommand } from '../commands/drill';
import { listedDrills } from './all';

test('every drill is among those that `drill all` runs', () => {
  const commands = drillCommand().commands.map((command) => command.name());
  const listed = listedDrills.map(({ name }) => name);
  expect([...listed, 'all'].sort()).toEqual([...commands].sort());
});
