import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { waitUntil } from '../../platform/process/process-table';
import { repositoryRoot } from '../../platform/process/repository-root';
import { findProgram } from '../../platform/process/run-program';
import { freePort } from '../../platform/testing/free-port';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { HaproxyControl } from '../release/haproxy';

const startDeadlineMs = 20_000;
let haproxy: ChildProcess | undefined;
afterEach(() => void haproxy?.kill('SIGKILL'));

test.skipIf(findProgram('haproxy') === null).each([
  [undefined, 'first'],
  ['first', 'first'],
  ['second', 'second'],
])(
  'HAProxy that starts with DATABASE_ACTIVE %s sends connections to the %s region',
  async (active, expected) => {
    const socket = path.join(folderForTest(), 'haproxy.sock');
    const file = path.join(repositoryRoot, 'ops/haproxy/regions.cfg');
    haproxy = spawn('haproxy', ['-db', '-f', file], {
      env: {
        PATH: process.env.PATH,
        DATABASE_SOCKET: socket,
        DATABASE_ADDRESS: `127.0.0.1:${await freePort()}`,
        DATABASE_FIRST: '127.0.0.1:1',
        DATABASE_SECOND: '127.0.0.1:2',
        ...(active !== undefined && { DATABASE_ACTIVE: active }),
      },
      stdio: 'inherit',
    });
    const control = new HaproxyControl(socket);
    let stats = '';
    const answers = async () => {
      stats = await control.run('show stat').catch(() => '');
      return stats !== '';
    };
    expect(await waitUntil(answers, startDeadlineMs)).toBe(true);
    const used = [...stats.matchAll(/^database,(first|second),.*,(no check|MAINT),/gm)];
    expect(used.map(([, name, state]) => [name, state])).toEqual([
      ['first', expected === 'first' ? 'no check' : 'MAINT'],
      ['second', expected === 'second' ? 'no check' : 'MAINT'],
    ]);
  },
);
