import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { subgraphNames } from '../../config/subgraphs';
import exempt from './migrations/exempt.json';
import { lintMigrations, type MigrationFile, rules } from './migrations/lint';

const root = join(__dirname, '../..');
const releases = [
  ...readFileSync(join(root, 'CHANGELOG.md'), 'utf8').matchAll(/^## \[([^\]]+)\] - \d{4}/gm),
].map(([, version = '']) => version);

const folderOf = (database: string): string => join(root, 'prisma', database, 'migrations');

const migrationsOf = (database: string): MigrationFile[] =>
  readdirSync(folderOf(database), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({
      name: `${database}/${name}`,
      sql: readFileSync(join(folderOf(database), name, 'migration.sql'), 'utf8'),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));

describe('the migrations', () => {
  test.each(subgraphNames)(
    'of %s neither stop nor break the previous version',
    async (database) => {
      const isExempt = (name: string) => exempt.migrations.includes(name);
      const migrations = migrationsOf(database);
      expect(migrations).not.toEqual([]);
      const faults = await lintMigrations({ migrations, isExempt, releases });
      expect(faults.map(({ migration, rule, text }) => `${migration} ${rule}: ${text}`)).toEqual(
        [],
      );
    },
  );

  test('that are exempt exist, and are older than the list', () => {
    for (const name of exempt.migrations) {
      const [database = '', folder = ''] = name.split('/');
      expect(existsSync(join(folderOf(database), folder)), name).toBe(true);
      expect(folder.slice(0, 8) <= exempt.date.replaceAll('-', ''), name).toBe(true);
    }
  });

  test('may contract what a release of the changelog does without', () => {
    expect(releases).toContain('1.0.0-rc.1');
    expect(releases).not.toContain('Unreleased');
  });
});

interface Block {
  readonly heading: string;
  readonly sql: string;
}

/** A fixture has blocks below `-- before`, `-- rejected` or `-- accepted`: each is a migration. */
const blocksOf = (text: string): Block[] =>
  text
    .split(/^-- (?=before$|rejected$|accepted$)/m)
    .slice(1)
    .map((block) => {
      const [heading = '', ...lines] = block.split('\n');
      return { heading, sql: lines.join('\n').trim() };
    });

const fixtures = join(__dirname, 'migrations/fixtures');

test('each rule has a fixture, and each fixture a rule', () => {
  const names = readdirSync(fixtures).map((file) => file.replace('.sql', ''));
  expect(names.sort()).toEqual(rules.map(({ name }) => name).sort());
});

describe.each(rules)('the rule $name', ({ name }) => {
  const blocks = blocksOf(readFileSync(join(fixtures, `${name}.sql`), 'utf8'));
  const before = blocks
    .filter(({ heading }) => heading === 'before')
    .map(({ sql }, place) => ({ name: `before ${place}`, sql }));
  const withHeading = (heading: string) =>
    blocks.filter((block) => block.heading === heading).map(({ sql }) => sql);
  const rulesBroken = async (sql: string) => {
    const faults = await lintMigrations({
      migrations: [...before, { name: 'this', sql }],
      isExempt: (migration) => migration !== 'this',
      releases: ['1.0.0'],
    });
    return [...new Set(faults.map(({ rule }) => rule))];
  };

  test.each(withHeading('rejected'))('rejects %s', async (sql) => {
    expect(await rulesBroken(sql)).toEqual([name]);
  });

  test.each(withHeading('accepted'))('accepts %s', async (sql) => {
    expect(await rulesBroken(sql)).toEqual([]);
  });

  test('has at least one of each', () => {
    expect(withHeading('rejected').length).toBeGreaterThan(0);
    expect(withHeading('accepted').length).toBeGreaterThan(0);
  });
});
