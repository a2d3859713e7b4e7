import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commandGroups } from '../commands';
import { createProgram } from './program';
import { runProgram } from './run';

/**
 * Values that no list and no pattern describes: a file, or a name that only a shop knows. A command
 * that does not find it lists those that it knows, where they are few.
 */
const freeText: ReadonlySet<string> = new Set([
  'accounts erase --id',
  'audit check --key',
  'certificates issue --folder',
  'certificates renew --folder',
  'certificates revoke --folder',
  'certificates revoke --name',
  'chaos --commit',
  'chaos --dist',
  'chaos --results',
  'demo order --payment',
  'flags list --role',
  'flags list --user',
  'fraud evaluate --chargebacks',
  'fraud train --chargebacks',
  'gateway --supergraph',
  'import --map',
  'import --refused',
  'migrate --give-up',
  'persisted-operations --documents',
  'persisted-operations --manifest',
  'persisted-operations --out',
  'probe --metrics-host',
  'probe --sku',
  'region cut-over --from',
  'region cut-over --haproxy',
  'region cut-over --server',
  'region follow --from',
  'region status --from',
  'region take-over --haproxy',
  'region take-over --server',
  'release blue-green --build',
  'release blue-green --check',
  'release blue-green --expect-differences',
  'release canary --build',
  'release canary --check',
  'release canary --expect-differences',
  'restore --set',
  'roles set --email',
  'second-factor reset --email',
  'security audit --sbom',
  'shard move --database',
  'token --as',
]);

/** Values of required options, which are checked first. */
const required: Readonly<Record<string, string>> = {
  '--url': 'http://127.0.0.1',
  '--from': '0',
  '--to': '0',
  '--database': 'orders',
};

let errors = '';
beforeEach(() => {
  errors = '';
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function run(...given: string[]): Promise<number> {
  await runProgram(given, commandGroups());
  return Number(process.exitCode ?? 0);
}

interface Called {
  readonly words: readonly string[];
  readonly command: CommandUnknownOpts;
}

/** Every command and group, with the words that call it. */
function all(command: CommandUnknownOpts, words: readonly string[] = []): Called[] {
  const below = command.commands.filter(
    (each) => !['complete', 'completion', 'help'].includes(each.name()),
  );
  return [{ words, command }, ...below.flatMap((each) => all(each, [...words, each.name()]))];
}

const called = all(createProgram(commandGroups()) as unknown as CommandUnknownOpts);
const groups = called.filter(({ command }) => command.commands.length > 0);
const leaves = called.filter(
  ({ command }) => command.commands.length === 0 && command.name() !== 'bench',
);

test.each(
  groups.map(({ words, command }) => [words.join(' ') || 'the program', words, command] as const),
)('an unknown command of %s lists the known ones', async (_name, words, command) => {
  if (command.name() === 'backup') return;
  expect(await run(...words, 'qqqqqqqqqq')).toBe(2);
  expect(errors).toContain("Unknown command 'qqqqqqqqqq'. There are: ");
  for (const each of command.commands) {
    if (each.name() !== 'complete') expect(errors).toContain(each.name());
  }
});

test.each(leaves.map(({ words, command }) => [words.join(' '), words, command] as const))(
  'an unknown option of %s lists the known ones',
  async (_name, words, command) => {
    const needed = command.options.flatMap(({ mandatory, long }) =>
      mandatory && long ? [long, required[long] ?? 'CUSTOMER'] : [],
    );
    expect(await run(...words, ...needed, '--qqqqqqqqqq')).toBe(2);
    expect(errors).toContain("Unknown option '--qqqqqqqqqq'. There are: --json");
    for (const { long } of command.options) expect(errors).toContain(long ?? '');
  },
);

// `setup` asks for what is not given; cli/setup/run.test.ts has its wrong values.
const checked = leaves.filter(({ command }) => command.name() !== 'setup');
const described = checked.flatMap(({ words, command }) =>
  command.options
    .filter((option) => option.required)
    .map((option) => [`${words.join(' ')} ${option.long}`, words, option.long ?? ''] as const),
);

test('values that are not checked are those of options that exist', () => {
  const names = new Set<string>(described.map(([name]) => name));
  expect([...freeText].filter((name) => !names.has(name))).toEqual([]);
});

test.each(described.filter(([name]) => !freeText.has(name)))(
  'a wrong value of %s is shown with what would be right',
  async (_name, words, option) => {
    expect(await run(...words, option, '~wrong~')).toBe(2);
    expect(errors).toContain('~wrong~');
    expect(errors).toMatch(/Expected |Allowed choices are /);
  },
);

test.each([
  ['--switch', '--rehearse'],
  ['--switch', '--to', 'before-upgrade'],
  ['--switch', '--set', '20261126-180000F'],
  ['--back', '--to', 'before-upgrade'],
])('restore refuses %s, which takes the cluster that waits, with %s', async (...options) => {
  expect(await run('restore', ...options)).toBe(2);
  expect(errors).toContain(`Option '${options[0]}' cannot be used with option '${options[1]}`);
});
