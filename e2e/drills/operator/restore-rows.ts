import type { Figure } from '../report';
import type { Shell } from '../shell';
import { besideHalted, killInEachStep } from './killed';

const inPlace = /The restored cluster is in place/;
const taken = /Another backup or restore of .* runs \(process \d+\)/;

/** Kills `restore` in each of its steps, and runs others beside it. The shop is stopped. */
export async function breakRestores(shell: Shell): Promise<Figure[]> {
  const killed = await killInEachStep(shell, {
    given: ['restore'],
    next: [['restore', '--switch'], { 0: inPlace, 1: /[Nn]othing was changed/ }],
    expected: { 0: inPlace },
  });
  const beside = await besideHalted(
    shell,
    ['restore'],
    'run pgbackrest restore',
    [
      [['restore'], { 1: taken }],
      [['restore', '--switch'], { 1: taken }],
      [['restore', '--back'], { 1: taken }],
    ],
    { 0: inPlace },
  );
  return [...killed, ...beside];
}
