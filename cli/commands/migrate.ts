import { Option } from '@commander-js/extra-typings';
import type { SubgraphName } from '../../config/subgraphs';
import type { PlannedMigration, PlannedStatement } from '../../platform/database/migration-plan';
import { databases } from '../program/arguments';
import { newCommand } from '../program/new-command';
import { printResult } from '../program/results';
import { withLifecycle } from '../program/with-lifecycle';
import type { GivenUp } from '../topology/migrate-databases';

type Plans = Readonly<Record<SubgraphName, readonly PlannedMigration[]>>;
type Applied = Readonly<Record<SubgraphName, readonly string[]>>;

const textOf = (applied: Applied): string =>
  Object.entries(applied)
    .map(([database, names]) => `${database}: ${names.join(', ') || 'nothing to do'}\n`)
    .join('');

const statementText = ({ sql, locks }: PlannedStatement): string =>
  [
    `    ${sql}`,
    ...locks.map(({ table, mode, blocks }) => `      ${mode} on ${table}: blocks ${blocks}`),
  ].join('\n');

const planText = ({ name, inTransaction, done, statements }: PlannedMigration): string => {
  const resumed = done > 0 ? `, resumed after ${done}` : '';
  const how = inTransaction ? 'in a transaction' : `statement by statement${resumed}`;
  return [`  ${name}, ${how}`, ...statements.map(statementText)].join('\n');
};

const plansText = (plans: Plans): string =>
  Object.entries(plans)
    .map(([database, migrations]) =>
      migrations.length === 0
        ? `${database}: nothing to do\n`
        : `${database}:\n${migrations.map(planText).join('\n')}\n`,
    )
    .join('');

const givenUpText = (name: string, givenUp: GivenUp): string =>
  Object.entries(givenUp)
    .map(([database, { droppedIndexes, isRecorded }]) => {
      const dropped = droppedIndexes.length > 0 ? droppedIndexes.join(', ') : 'none';
      const rest = isRecorded
        ? ''
        : ' It did not record what it creates: remove what it left by hand.';
      return `${database}: ${name} was given up; indexes dropped: ${dropped}.${rest}\n`;
    })
    .join('');

export const migrateCommand = () =>
  newCommand('migrate', {
    summary: 'Migrate the databases and stop',
    description: [
      'Applies the missing migrations to the database of each subgraph, and creates databases that do not exist. A database that the shop has used before, and that is now missing or empty, is refused, because the others have data that belongs to it; --create creates it empty. A start does the same, without --create; use this command to migrate before a start.',
      'A lock that it does not get within 2 s is given up and tried again, so that nobody waits longer for it. Indexes that are created or dropped CONCURRENTLY run without a transaction, and resume where a run stopped. An unfinished migration of another version is ignored.',
      'Without database.*.url it migrates the embedded PostgreSQL, which must not be running. Configured databases are also migrated while the shop runs.',
    ],
    examples: [
      ['', 'prints the migrations that it has applied'],
      ['--plan', 'prints what it would run, and what would wait for it'],
      [
        '--create orders',
        'continues with an empty database of orders, if the lost one has no backup',
      ],
      ['--give-up 20261129000100_index', 'drops the indexes that this unfinished migration made'],
    ],
    json: 'the applied migrations of each database, their plan, or what was given up',
  })
    .addOption(
      new Option('--plan', 'prints statements and their locks, and changes nothing').conflicts(
        'giveUp',
      ),
    )
    .addOption(
      new Option(
        '--create <database...>',
        'creates these databases empty, although the shop has used them before',
      )
        .argParser(databases)
        .conflicts(['plan', 'giveUp']),
    )
    .option(
      '--give-up <name>',
      'undoes an unfinished migration, so that its file may be corrected or left out',
    )
    .action((options) =>
      withLifecycle(options, async (lifecycle) => {
        const { giveUp, migrateDatabases, planMigrations } = await import(
          '../topology/migrate-databases.js'
        );
        if (options.giveUp !== undefined) {
          const givenUp = await giveUp(lifecycle, options.giveUp);
          printResult(options, givenUp, givenUpText(options.giveUp, givenUp));
          return;
        }
        if (options.plan) {
          const plans = await planMigrations(lifecycle);
          printResult(options, plans, plansText(plans));
          return;
        }
        const applied = await migrateDatabases(lifecycle, options.create);
        printResult(options, applied, textOf(applied));
      }),
    );
