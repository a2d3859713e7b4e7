import type { SubgraphName } from '../../config/subgraphs';
import { newCommand } from '../program/new-command';
import { printResult } from '../program/results';
import { withLifecycle } from '../program/with-lifecycle';

type Applied = Readonly<Record<SubgraphName, readonly string[]>>;

const textOf = (applied: Applied): string =>
  Object.entries(applied)
    .map(([database, names]) => `${database}: ${names.join(', ') || 'nothing to do'}\n`)
    .join('');

export const migrateCommand = () =>
  newCommand('migrate', {
    summary: 'Migrate the databases and stop',
    description: [
      'Applies the missing migrations to the database of each subgraph, and creates databases that do not exist. A start does the same; use this command to migrate before a start.',
      'Without database.*.url it migrates the embedded PostgreSQL, which must not be running.',
    ],
    examples: [['', 'prints the migrations that it has applied']],
    json: 'the applied migrations of each database',
  }).action((options) =>
    withLifecycle(options, async (lifecycle) => {
      const { migrateDatabases } = await import('../migrate-databases.js');
      const applied = await migrateDatabases(lifecycle);
      printResult(options, applied, textOf(applied));
    }),
  );
