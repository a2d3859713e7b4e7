import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Figure } from '../report';
import { Shell } from '../shell';
import { besideHalted, killInEachStep } from './killed';
import { row } from './rows';

/** Three databases are migrated at once, and each migration has three steps. */
const stepsBetweenKills = 17;

/** Kills `migrate` of new databases at many of its steps, and runs another one beside it. */
export async function breakMigrations(): Promise<Figure[]> {
  const shell = new Shell(mkdtempSync(path.join(tmpdir(), 'migrate-')), {});
  const killed = await killInEachStep(shell, {
    given: ['migrate'],
    stride: stepsBetweenKills,
    next: [['migrate', '--plan'], { 0: /^orders:/m }],
    expected: { 0: /^orders: /m },
  });
  const beside = await besideHalted(
    shell,
    ['migrate'],
    'run postgres',
    [[['migrate'], { 1: /orderprocessing migrate \(process \d+\) uses the data folder/ }]],
    { 0: /^orders: nothing to do$/m },
  );
  const plan = await shell.type('migrate', '--plan');
  return [...killed, ...beside, row('after all of that', plan, { 0: /^orders: nothing to do$/m })];
}
