// Selects the suites that a change can touch: by imports where there are any, else by this table.
import { spawnSync } from 'node:child_process';

const anOrder = 'e2e/orders/orders.test.ts';

/**
 * Files that no import of a suite shows, and the suites that read, compile or start them. `$1` is
 * the first group of the pattern.
 */
const rules = [
  [/^(access|config|gateway|mail|payments|platform|subgraphs)\/(?!.*\.test\.ts$)/, anOrder],
  [/^cli\/(certificates|configuration|persisted-operations|running)\/(?!.*\.test\.ts$)/, anOrder],
  [/^cli\/(start|topology)\/(?!.*\.test\.ts$)|^cli\/[\w-]+\.ts$|^package(-lock)?\.json$/, anOrder],
  [/^(cli\/(import|replay|verify)|verify)\/(?!.*\.test\.ts$)/, 'e2e/commands/commands.test.ts'],
  [/^cli\/(commands|program)\/(?!.*\.test\.ts$)/, 'e2e/commands/command-output.test.ts'],
  [/^client\/src\/(?!.*\.test\.ts$)/, 'e2e/sdk/'],
  [/^prisma\/(\w+)\//, 'subgraphs/$1/store/'],
  [/^prisma\//, 'tools/architecture/migrations.test.ts'],
  [/^(package(-lock)?\.json|node_modules)/, 'cli/security/locked-packages.test.ts'],
  [/\.graphql$/, 'contract/'],
  [/^docs\/guides\//, 'e2e/guides/guides.test.ts'],
  [/^client\/README\.md$/, 'e2e/guides/guides.test.ts'],
  [
    /^docs\/observability\.md$|^ops\/(grafana|prometheus)\//,
    'e2e/metrics/observability-stack.test.ts',
  ],
  [/\.md$/, 'docs/'],
  [/^ops\//, 'ops/'],
  [/^(\.github\/|\.gitlab-ci\.yml|\.ci\/)/, 'ops/testing/pipelines.test.ts'],
  [/^(docker-compose\.yml|Dockerfile|ops\/containers\/.*)$/, 'e2e/containers/compose-file.test.ts'],
  [/^web\/(account|console)\//, 'e2e/console/'],
  [/^web\/(docs-site|explorer)\/(?!.*\.test\.ts$)/, 'e2e/guides/guides.test.ts'],
  [/^tools\/build\/production-files\.mjs$/, 'e2e/first-start/production-files.test.ts'],
  [/^tools\/test\/|^vitest\.config\.mts$/, 'tools/test/'],
  [/^(e2e\/([\w-]+\/)*[\w-]+\.test\.ts)$/, '$1'],
  [/^e2e\/attacks\//, 'e2e/attacks/production.test.ts'],
  [/^e2e\/harness\//, anOrder],
  [/^e2e\/permissions\//, 'e2e/first-start/first-start.test.ts'],
  [/^e2e\/(?!attacks\/|harness\/|permissions\/)([\w-]+)\/(?!.*\.test\.ts$)/, 'e2e/$1'],
];

/** The walls hold for every file. */
const always = ['tools/architecture/walls.test.ts'];

/**
 * @param changed paths of changed files.
 * @returns `sources`, whose importers are to be found, and `suites`, files and folders of tests.
 */
export function selectionOf(changed) {
  const named = changed.flatMap((file) =>
    rules.flatMap(([pattern, suite]) => {
      const [, first = ''] = pattern.exec(file) ?? [];
      return pattern.test(file) ? [suite.replace('$1', first)] : [];
    }),
  );
  const sources = changed.filter((file) => /\.(tsx?|mts|mjs|json)$/.test(file));
  return { sources, suites: [...new Set([...always, ...named])] };
}

const linesOf = (root, ...args) => {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) {
    const reason = `git ${args[0]}: ${stderr.trim()}`;
    throw new Error(`${reason}. Name another branch or commit with --since REF.`);
  }
  return stdout.split('\n').filter((line) => line !== '');
};

/** Files that differ from where the branch left `base`, committed or not. */
export function changedFiles(root, base) {
  const [fork] = linesOf(root, 'merge-base', base, 'HEAD');
  return [
    ...linesOf(root, 'diff', '--name-only', '--diff-filter=d', fork),
    ...linesOf(root, 'ls-files', '--others', '--exclude-standard'),
  ];
}
