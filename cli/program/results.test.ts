import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { failureText, messageOf } from './results';

/** What a task throws. */
function thrownBy(task: () => unknown): unknown {
  try {
    task();
  } catch (error) {
    return error;
  }
  throw new Error('It threw nothing.');
}

test('a quoted heading of a file cannot rewrite the terminal', () => {
  const message = 'It has:\tsku, \u001b]0;title\u0007, \u009b2J\rname.\n';
  const shown = 'It has:\tsku, \\x1b]0;title\\x07, \\x9b2J\\x0dname.\n';
  expect(failureText({}, message, 1)).toBe(shown);
  expect(JSON.parse(failureText({ json: true }, message, 1)).error.message).toBe(message);
});

test('a file that cannot be used is one sentence without codes of the system', () => {
  const missing = thrownBy(() => readFileSync('/nowhere/audit.jsonl'));
  expect(messageOf(missing)).toBe('There is no file or folder /nowhere/audit.jsonl.');
  const unmade = Object.assign(new Error('ENOENT'), {
    code: 'ENOENT',
    syscall: 'mkdir',
    path: '/d',
  });
  expect(messageOf(unmade)).toBe('The system creates no folder /d. Name another one.');
  const known = Object.assign(new Error('EEXIST: file already exists, open'), {
    code: 'EEXIST',
    path: 'audit.jsonl',
  });
  expect(messageOf(known)).toBe('audit.jsonl exists already. Name another file, or delete it.');
});

test('a socket that does not exist is one, too', async () => {
  const [missing] = await once(connect('/nowhere/haproxy.sock'), 'error');
  expect(messageOf(missing)).toBe('There is no file or folder /nowhere/haproxy.sock.');
});

test('a failure without a path is a sentence, or keeps its message', () => {
  expect(messageOf(thrownBy(() => readFileSync(tmpdir())))).toMatch(/^A folder was named where/);
  const deleted = Object.assign(new Error('ENOENT: process.cwd failed'), {
    code: 'ENOENT',
    syscall: 'uv_cwd',
  });
  expect(messageOf(deleted)).toMatch(/^The current folder no longer exists\./);
  expect(messageOf('text')).toBe('text');
});

test('a full disk is a sentence, also where nothing names it', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
  });
  expect(messageOf(full)).toBe('The disk is full. Make room on it, and call the command again.');
});

test('a process of another account is a sentence with what to do', () => {
  const refused = Object.assign(new Error('kill EPERM'), { code: 'EPERM', syscall: 'kill' });
  expect(messageOf(refused)).toMatch(/another account\. Call the command as that account/);
});

test('a port that another program has is a sentence with what to do', () => {
  const taken = Object.assign(new Error('listen'), { code: 'EADDRINUSE', port: 9_115 });
  expect(messageOf(taken)).toMatch(/^Port 9115 is in use by another program\. .* another port\.$/);
});

test('a server that answers at none of its addresses is named', () => {
  const refused = new Error('connect ECONNREFUSED 127.0.0.1:5432');
  // Node leaves its message empty.
  const all = Object.assign(new AggregateError([refused], 'all of them'), { message: '' });
  expect(messageOf(all)).toBe(refused.message);
});

test('a fault that a schema masks for its clients keeps its reason for the operator', () => {
  const extensions = { code: 'INTERNAL_SERVER_ERROR' };
  const masked = new GraphQLError('Something went wrong on our side.', { extensions });
  expect(messageOf(masked)).toBe('Something went wrong on our side.');
  masked.cause = new Error('invalid page in block 3 of relation base/5/16384');
  const passedOn = new GraphQLError(masked.message, { originalError: masked, extensions });
  for (const error of [masked, passedOn]) expect(messageOf(error)).toContain('invalid page');
});

test.each([
  ['57014', 'canceling statement due to statement timeout', /hold a lock.* call the command again/],
  ['55P03', 'canceling statement due to lock timeout', /hold a lock/],
  ['57P01', 'terminating connection', /\(terminating connection\)\. Call the command again/],
  [undefined, 'Connection terminated unexpectedly', /\(Connection terminated unexpectedly\)/],
  [undefined, 'timeout expired', /\(timeout expired\)\. Call the command again when it can/],
  ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1', /^connect ECONNREFUSED 127\.0\.0\.1:1$/],
  ['23505', 'duplicate key value', /^duplicate key value$/],
])(
  'a database that fails with %s (%s) is a sentence with what to do',
  (code, message, sentence) => {
    expect(messageOf(Object.assign(new Error(message), { code }))).toMatch(sentence);
  },
);

test('a database whose files are lost differs from one that was never there', () => {
  const message = 'database "orders" does not exist';
  const missing = Object.assign(new Error(message), { code: '3D000' });
  expect(messageOf(missing)).toBe(message);
  const detail = 'The database subdirectory "base/16384" is missing.';
  expect(messageOf(Object.assign(missing, { detail }))).toMatch(
    /does not exist\. The database subdirectory "base\/16384" is missing\. .* orderprocessing restore\.$/,
  );
});
