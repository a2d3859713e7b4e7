import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { commandGroups } from '../commands';
import { scenarioOptions } from '../commands/bench';
import { createProgram } from './program';
import { runProgram } from './run';

const serial = 'a5'.repeat(16);
const haproxy = ['--haproxy', '/nowhere/haproxy.sock'];
let output = '';
let errors = '';

beforeEach(() => {
  [output, errors] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
  // The completion library prints by it.
  vi.spyOn(console, 'log').mockImplementation((text) => {
    output += `${text}\n`;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs the program. @returns its exit code, 0 where it sets none. */
async function run(...given: string[]): Promise<number> {
  await runProgram(given, commandGroups());
  return Number(process.exitCode ?? 0);
}

/** Commands that do something, with the words that call them. */
function leavesOf(command: CommandUnknownOpts, words: string[] = []): [string, string[]][] {
  const below = command.commands.filter((each) => each.name() !== 'complete');
  if (below.length === 0) return [[words.join(' '), words]];
  return below.flatMap((each) => leavesOf(each, [...words, each.name()]));
}

/** Those of the completion library are its own, and the help of bench loads the compiled code. */
const commands = leavesOf(createProgram(commandGroups())).filter(
  ([name]) => !['completion', 'bench'].includes(name),
);

describe('the list of commands', () => {
  test('has a line of at most 80 characters for each', async () => {
    expect(await run('--help')).toBe(0);
    const lines = output.split('\n').filter((line) => /^ {2}[a-z-]+ {2,}[A-Z]/.test(line));
    const listed = lines.map((line) => line.trim().split(' ')[0]);
    const names = createProgram(commandGroups()).commands.map((command) => command.name());
    expect(listed).toEqual([...names.filter((name) => name !== 'complete'), 'help']);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('is printed as an error where no command is given', async () => {
    expect(await run()).toBe(2);
    expect([output, errors]).toEqual(['', expect.stringContaining('Usage: orderprocessing')]);
  });
});

test.each(commands)('the help of %s has examples, exit codes and --json', async (name, words) => {
  expect(await run(...words, '--help')).toBe(0);
  expect(output).toContain(`Usage: orderprocessing ${name} `);
  expect(output).toMatch(new RegExp(`\\nExamples:\\n {2}orderprocessing ${name}`));
  expect(output).toMatch(/\nExit codes:\n {2}0 {2}\w/);
  expect(output).toContain('--json');
  expect(errors).toBe('');
});

const groups = createProgram(commandGroups())
  .commands.filter((each) => each.commands.length > 0 && each.name() !== 'backup')
  .map((each) => [each.name(), each.commands.map((command) => command.name())] as const);

test.each(groups)('the help of %s has an example of each of its commands', async (name, below) => {
  expect(await run(name, '--help')).toBe(0);
  const called = examplesIn(output).map(([, command]) => command);
  expect(called).toEqual(below);
});

test.each([
  ['token', '--as <email>  the account (required)'],
  ['probe', /--url <url> +the public address \(required\)/],
  ['start', /--distributed +a process for each service, with mutual TLS\n/],
])('the help of %s says which options are required', async (name, line) => {
  await run(name, '--help');
  expect(output).toMatch(line);
});

test('the help of completion has examples and exit codes', async () => {
  expect(await run('completion', '--help')).toBe(0);
  expect(output).toContain('\nPrint the script that completes commands in a shell.\n');
  expect(output).toMatch(/\nExamples:\n(.*\n)+\nExit codes:\n {2}0 {2}done\n/);
});

test('help takes the words of a command that is below another', async () => {
  await run('fraud', 'train', '--help');
  const expected = output;
  output = '';
  await run('help', 'fraud', 'train');
  expect(output).toBe(expected);
  expect(output).toContain('Usage: orderprocessing fraud train ');
});

/** An example shows the first four of the 64 digits of a hash. */
const restOfHash = '0'.repeat(60);

/** What follows the name of the program in each example of a help. */
function examplesIn(help: string): string[][] {
  const [, after = ''] = help.split('\nExamples:\n');
  const [examples = ''] = after.split('\n\n');
  const calls = [...examples.matchAll(/^ {2}orderprocessing (.*)$/gm)].map(([, call = '']) => call);
  return calls.map((call) =>
    call
      .replace(/ > .*$/, '')
      .replace('…', restOfHash)
      .split(' '),
  );
}

/** Commands that check how they are called, and do nothing. */
function withoutActions(command: CommandUnknownOpts): void {
  if (command.commands.length === 0) command.action(() => undefined);
  for (const each of command.commands) withoutActions(each);
}

test.each(commands)('%s accepts the calls of its examples', async (_name, words) => {
  await run(...words, '--help');
  const examples = examplesIn(output);
  expect(examples).not.toEqual([]);
  for (const example of examples) {
    const program = createProgram(commandGroups());
    withoutActions(program);
    await program.parseAsync(example, { from: 'user' });
  }
});

describe('a wrong call ends with exit code 2, one line and a hint', () => {
  test.each([
    [['strat'], "Unknown command 'strat'. Did you mean start? See --help.\n"],
    [['config', 'chekc'], "Unknown command 'chekc'. Did you mean check? See --help.\n"],
    [['start', '--gatways', '2'], "Unknown option '--gatways'. Did you mean --gateways?"],
    [['start', '--gateways', '2'], '--gateways needs --distributed.\n'],
    [['start', '--gateways', '65'], 'Expected a number above 0 and at most 64. See --help.\n'],
    [['replay', 'a.csv', '--concurrency', '1.5'], 'Expected a whole number. See --help.\n'],
    [
      ['import', 'customers', 'a.csv'],
      'Allowed choices are products, stock, orders. See --help.\n',
    ],
    [['import', 'orders'], "Missing required argument 'file'. See --help.\n"],
    [['import', 'orders', 'a.csv', '--currency', 'euro'], 'Expected a currency such as GBP.'],
    [['import', 'orders', 'a.csv', '--currency', 'UKP'], 'Expected a currency such as GBP.'],
    [['replay', 'a.csv', '--currency', 'JPN'], 'Expected a currency such as GBP.'],
    [['certificates', 'revoke', '--serial', serial], 'Name the folder of the certificates by'],
    [['certificates', 'revoke', '--serial', serial, '--serial', serial], '--serial is given twice'],
    [['certificates', 'revoke', '--serial', '5A1F'], 'Expected a whole serial number, as openssl'],
    [['restore', '--to', 'noon', '--to=latest'], '--to is given twice. Give it once.\n'],
    [
      ['certificates', 'revoke', '--folder', '/nowhere', '--name', 'authority'],
      'No process is called authority. There are: gateway, ',
    ],
    [['certificates', 'issue', '--folder', ''], 'The value of --folder is empty. Is a variable'],
    [['certificates', 'issue', '--folder', '--containers'], '--folder needs a value before --con'],
    [['audit', 'check', ''], 'An argument is empty. Is a variable'],
    [['chaos', '--mutant', 'no'], 'Expected one of no-idempotency-check, key-freed-early, '],
    [['region', 'take-over', ...haproxy], '--haproxy needs --server, the name of the server'],
    [['region', 'take-over', '--server', 'first'], '--server needs --haproxy.\n'],
    [['token'], "Required option '--as <email>' not specified. See --help.\n"],
    [['flags', 'set', 'registratoin', 'off'], 'The flag registratoin does not exist. There are: '],
  ])('%s', async (given, message) => {
    expect(await run(...given)).toBe(2);
    expect(output).toBe('');
    expect(errors).toContain(message);
    expect(errors.trimEnd()).not.toContain('\n');
  });

  test('as JSON, if that was requested', async () => {
    expect(await run('token', '--json')).toBe(2);
    expect(JSON.parse(errors)).toEqual({
      error: { message: expect.stringContaining('--as <email>'), exitCode: 2 },
    });
  });
});

test('a shell gets commands, options and the values of arguments', async () => {
  const suggested = async (...words: string[]) => {
    output = '';
    await run('complete', '--', ...words);
    return output.split('\n').map((line) => line.split('\t')[0]);
  };
  expect(await suggested('st')).toEqual(expect.arrayContaining(['start', 'stop', 'status']));
  expect(await suggested('config', '')).toEqual(expect.arrayContaining(['print', 'check']));
  expect(await suggested('start', '--g')).toContain('--gateways');
  expect(await suggested('import', '')).toEqual(expect.arrayContaining(['products', 'orders']));
});

test('options of a scenario are pairs', () => {
  expect(scenarioOptions(['--seconds', '5', '--clients', '8,32'])).toEqual({
    seconds: '5',
    clients: '8,32',
  });
  for (const given of [['seconds', '5'], ['--seconds']]) {
    expect(() => scenarioOptions(given)).toThrow('Options of a scenario are --name value');
  }
});
