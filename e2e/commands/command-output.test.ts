import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseVariables } from '../../config/testing/subgraph-variables';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/database/embedded';
import { repositoryRoot } from '../../platform/process/repository-root';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { ended, environmentIn } from '../../testing/command';
import { spawnCommand } from '../harness/command';

test('a reader that has seen enough ends a command, without a stack trace', async () => {
  const command = spawnCommand('keys', ['--help'], tmpdir());
  command.stdout?.destroy();
  expect(await ended(command)).toEqual({ code: null, output: '', errors: '' });
});

test('a command whose output finds no space has failed, and says so', async () => {
  const script = path.join(repositoryRoot, 'dist/cli/orderprocessing.js');
  const line = `"${process.execPath}" "${script}" keys --help >/dev/full`;
  const shell = spawn('bash', ['-c', line], { stdio: ['ignore', 'pipe', 'pipe'] });
  const errors = 'The output cannot be written. The disk is full.';
  expect(await ended(shell)).toMatchObject({ code: 1, errors: expect.stringContaining(errors) });
});

describe('the plan of new databases, which is longer than a pipe holds', () => {
  const folder = folderForFile();
  let postgres: EmbeddedPostgres;
  beforeAll(async () => {
    postgres = await startEmbeddedPostgres({ dataFolder: folder, logger, durable: false });
  });
  afterAll(() => postgres.stop());

  const settings = (port = postgres.port) => {
    const urlOf = (name: string) => {
      const url = new URL(postgres.tcpUrl(name));
      url.port = String(port);
      return url.href;
    };
    return { ...databaseVariables(urlOf), ORDERPROCESSING_LOG_LEVEL: 'fatal' };
  };

  test.each([
    ['reads a line', '| head -1'],
    ['reads everything', '| cat'],
    ['reads late', '| { sleep 1; cat; }'],
    ['dies', '| { read line; kill -9 $BASHPID; }'],
    ['is missing', '>&-'],
  ])('migrate --plan ends with a reader that %s', async (_what, reader) => {
    const script = path.join(repositoryRoot, 'dist/cli/orderprocessing.js');
    const line = `"${process.execPath}" "${script}" migrate --plan ${reader}; true`;
    const shell = spawn('bash', ['-c', line], {
      cwd: folder,
      env: environmentIn(folder, settings()),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { code, errors } = await ended(shell);
    expect(code).toBe(0);
    // The shell says that it was killed.
    expect(errors).not.toMatch(/Error|^ {4}at /m);
  });

  test('migrate --plan ends although its connections are never closed on the way', async () => {
    // A proxy that has lost the server, and does not say so.
    const proxy = createServer({ allowHalfOpen: true }, (caller) => {
      const called = connect(postgres.port, '127.0.0.1');
      caller.on('error', () => undefined).on('data', (chunk) => called.write(chunk));
      caller.on('end', () => called.end());
      called.on('error', () => undefined).on('data', (chunk) => caller.write(chunk));
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as { port: number };
    const command = spawnCommand('migrate', ['--plan'], folder, settings(port));
    expect(await ended(command)).toMatchObject({ code: 0, errors: '' });
    proxy.close();
  });
});
