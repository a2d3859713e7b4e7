import type { Figure } from '../report';
import type { Shell } from '../shell';
import { besideHalted, killInEachStep } from './killed';
import { row } from './rows';

const taken = /Another backup or restore of .* runs \(process \d+\)/;
const made = / stored\./;

/** Kills `backup` in each of its steps, and runs others beside it. */
export async function breakBackups(shell: Shell): Promise<Figure[]> {
  const killed = await killInEachStep(shell, {
    given: ['backup'],
    next: [['backup', 'list'], { 0: / full / }],
    expected: { 0: made },
  });
  const beside = await besideHalted(
    shell,
    ['backup'],
    'run pgbackrest backup',
    [
      [['backup'], { 1: taken }],
      [['restore', '--rehearse'], { 1: taken }],
    ],
    { 0: made },
  );
  const checked = await shell.type('backup', 'verify');
  return [...killed, ...beside, row('after all of that', checked, { 0: /have their checksums/ })];
}
