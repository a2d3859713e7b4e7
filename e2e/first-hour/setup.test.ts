import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { findProgram } from '../../platform/process/run-program';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { environmentIn } from '../../testing/command';
import { commandDeadlineMs } from '../harness/deadlines';
import { eventually } from '../harness/shop';
import { screenOf } from './screen';

const columns = 80;
/** What is typed there must not be shown. */
const stripeKey = `sk_${'live'}_typed_by_a_person`;
const webhookSecret = 'whsec_typed_by_a_person';
const password = 'a person typed this';
const backspace = '\x7f';
const arrowUp = '\x1b[A';
/** Nothing listens there. */
const noServer = 'postgresql://shop:of-a-server@127.0.0.1:1';

let folder: string;
let terminal: ChildProcess;
let output = '';

beforeEach(() => {
  folder = folderForTest();
  output = '';
});
afterEach(() => {
  terminal?.kill('SIGKILL');
});

const screen = () => screenOf(output, columns);
const questionDeadlineMs = 60_000;

/** What the terminal shows, without the breaks of its lines. */
const shown = () => screen().join('');

/** Runs the command on a terminal of its own. */
function open(command: string): void {
  output = '';
  answered = 0;
  const program = `${process.execPath} ${path.join(repositoryRoot, 'dist/cli/orderprocessing.js')}`;
  const whole = `stty cols ${columns} rows 40; ${program} ${command}; echo "ended with $?"`;
  terminal = spawn('script', ['-qefc', whole, '/dev/null'], {
    cwd: folder,
    env: environmentIn(folder, { ORDERPROCESSING_DATA_FOLDER: undefined, TERM: 'xterm' }),
  });
  terminal.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
}

/** How much was shown when something was typed last: questions before it are answered. */
let answered = 0;

/** Waits for the question, and types. */
async function type(question: string, keys: string): Promise<void> {
  await eventually(
    `${question} is asked`,
    async () => {
      const now = shown().slice(answered);
      return now.includes(question) && /: $/.test(now);
    },
    questionDeadlineMs,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${shown()}`);
  });
  answered = shown().length;
  terminal.stdin?.write(`${keys}\r`);
}

const ends = () =>
  eventually(
    `it ends: ${output}`,
    async () => /ended with \d+/.exec(shown())?.[0],
    commandDeadlineMs,
  );

test.skipIf(findProgram('script') === null)(
  'a person sets up a shop on a terminal, and resumes after the databases were not there',
  async () => {
    open('setup');
    await type('The environment', '');
    await type('The name of the shop', `Oax${backspace}k`);
    await type('The currency', 'EUR');
    await type('The countries', 'DE=19/4.90');
    await type('Its URL for clients', 'https://api.shop.test');
    await type('The PEM file', '');
    await type('The origins', '');
    await type('PostgreSQL', noServer);
    await type('The same server for the role', '');
    await type('Redis', '');
    await type('The mail server', '');
    await type('The payment provider', 'stripe');
    await type('The API key of Stripe', stripeKey);
    await type('The secret that signs', `${webhookSecret}x${backspace}`);
    // The arrow up must not bring back what was hidden.
    await type('The e-mail address', `${arrowUp}ada@shop.test`);
    await type('The name of the administrator', '');
    await type('The password', password);
    await type('Where to report', '');
    await type('The code of the first warehouse', '');
    await type('The name of the warehouse', 'North Hall');
    await type('The country of the warehouse', '');

    expect(await ends()).toBe('ended with 1');
    // The question is still there after a character was deleted.
    expect(shown()).toContain('for payment pages and mails: Oak');
    for (const secret of [stripeKey, webhookSecret, password]) {
      expect(output).not.toContain(secret);
    }
    const secret = (name: string) => readFileSync(path.join(folder, 'secrets', name), 'utf8');
    expect(secret('payments.stripe.secretKey')).toBe(`${stripeKey}\n`);
    expect(secret('payments.stripe.webhookSecret')).toBe(`${webhookSecret}\n`);
    const [, call = ''] = /Then call orderprocessing (setup .*)ended with/.exec(shown()) ?? [];
    expect(call).toBe(
      "setup --admin-email ada@shop.test --admin-name Administrator --warehouse MAIN --warehouse-name 'North Hall' --warehouse-country DE",
    );

    open(`${call} --postgres embedded`);
    await type('The password', password);
    expect(await ends()).toBe('ended with 0');
    expect(output).not.toContain(password);
    const code = screen().filter((line) => /[█▀▄]/.test(line));
    expect(code.length).toBeGreaterThan(20);
    expect(new Set(code.map((line) => line.trimEnd().length)).size).toBeLessThan(3);
    expect(shown()).toMatch(/otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}/);
    expect(shown()).toContain('Created the warehouse MAIN.');
    expect(shown()).toContain('Register https://api.shop.test/payments/callback/stripe');
    expect(existsSync(path.join(folder, 'administrator.txt'))).toBe(false);
  },
  4 * commandDeadlineMs,
);
