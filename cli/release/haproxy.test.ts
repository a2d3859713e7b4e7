import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestGateway, testGateway } from '../../gateway/testing/running-gateway';
import { run } from '../../ops/testing/program';
import { waitUntil } from '../../platform/process/process-table';
import { repositoryRoot } from '../../platform/process/repository-root';
import { findProgram } from '../../platform/process/run-program';
import { freePort } from '../../platform/testing/free-port';
import { HaproxyControl } from './haproxy';

const patience = { timeout: 20_000, interval: 50 };
const portOf = ({ url }: TestGateway) => new URL(url).port;

describe.skipIf(findProgram('haproxy') === null)('HAProxy with the settings of releases', () => {
  let folder: string;
  let blue: TestGateway;
  let green: TestGateway;
  let haproxy: ChildProcess;
  let control: HaproxyControl;
  let url: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'haproxy-'));
    [blue, green] = await Promise.all([testGateway(), testGateway()]);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const socket = path.join(folder, 'socket');
    const settings = path.join(repositoryRoot, 'ops/haproxy/release.cfg');
    haproxy = spawn('haproxy', ['-db', '-f', settings], {
      env: {
        PATH: process.env.PATH,
        RELEASE_SOCKET: socket,
        RELEASE_ADDRESS: `127.0.0.1:${port}`,
        RELEASE_BLUE: `127.0.0.1:${portOf(blue)}`,
        RELEASE_GREEN: `127.0.0.1:${portOf(green)}`,
      },
      stdio: 'inherit',
    });
    control = new HaproxyControl(socket);
    const answers = () =>
      control.stats().then(
        () => true,
        () => false,
      );
    if (!(await waitUntil(answers, patience.timeout))) throw new Error('HAProxy did not start.');
  });
  afterAll(async () => {
    haproxy?.kill('SIGKILL');
    await Promise.all([blue?.stop(), green?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async () => (await fetch(`${url}/health`)).status;
  const statusOf = async (slot: 'blue' | 'green') => (await control.statsOf(slot)).status;

  test('no version gets requests before it is admitted', async () => {
    expect(await ask()).toBe(503);
    expect(await Promise.all([statusOf('blue'), statusOf('green')])).toEqual(['MAINT', 'MAINT']);
  });

  test('requests are divided as the weights say, and failures are counted', async () => {
    await control.setState('blue', 'ready');
    await control.setState('green', 'ready');
    const checked = async () => (await control.stats()).map((one) => one.checkedStatus);
    await expect.poll(checked, patience).toEqual(['L7OK', 'L7OK']);
    await control.divide('green', 25);
    const before = await control.stats();
    for (let asked = 0; asked < 80; asked += 1) expect(await ask()).toBe(200);
    const after = await control.stats();
    const got = after.map(({ requests }, index) => requests - (before[index]?.requests ?? 0));
    expect(got).toEqual([60, 20]);
    expect(after.map(({ failures }) => failures)).toEqual([0, 0]);
  });

  test('a version that drains gets no more requests', async () => {
    await control.setState('green', 'drain');
    const before = await control.statsOf('green');
    for (let asked = 0; asked < 20; asked += 1) expect(await ask()).toBe(200);
    expect((await control.statsOf('green')).requests).toBe(before.requests);
  });

  test('a version that ended is found down', async () => {
    await control.setState('green', 'ready');
    await green.stop();
    await expect.poll(() => statusOf('green'), patience).toBe('DOWN');
  });

  test('an unknown server is refused', async () => {
    await expect(control.setState('red' as 'blue', 'ready')).rejects.toThrow('No such server');
  });
});

test.skipIf(findProgram('haproxy') === null)(
  'HAProxy accepts the settings before the containers',
  () => {
    expect(() => run('haproxy', '-c', '-f', 'ops/edge/haproxy.cfg')).not.toThrow();
  },
);
