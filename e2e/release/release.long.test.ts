import { execFileSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { findProgram } from '../../platform/process/run-program';
import { redisAvailable } from '../../platform/testing/redis';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { rateLimits } from '../../testing/started-shop';
import { Client } from '../harness/client';
import { runCommand } from '../harness/command';
import { OrderLoad } from '../harness/order-load';
import { demoAccount } from '../harness/people';
import { SharedServers } from '../harness/shared-servers';
import { ReleaseSite } from './site';

const deadlineMs = 600_000;
const log = (line: string) => process.stdout.write(`${line}\n`);
const canRun = redisAvailable && findProgram('haproxy') !== null;

/** The project in another folder, as it was compiled here. */
function copyBuild(folder: string): void {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: repositoryRoot, encoding: 'utf8' });
  execFileSync('cp', ['--parents', '-t', folder, ...files.split('\0').filter(Boolean)], {
    cwd: repositoryRoot,
  });
  cpSync(path.join(repositoryRoot, 'dist'), path.join(folder, 'dist'), { recursive: true });
  symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(folder, 'node_modules'));
}

describe.skipIf(!canRun)('whole builds behind HAProxy, while orders are placed', () => {
  const copy = folderForFile();
  let servers: SharedServers;
  let site: ReleaseSite;
  let load: OrderLoad;

  beforeAll(async () => {
    copyBuild(copy);
    servers = await SharedServers.open();
    site = await ReleaseSite.open({
      ...servers.settings,
      ...rateLimits(100_000),
      ORDERPROCESSING_AUTH_PASSWORD_COST: '4',
    });
  }, deadlineMs);
  afterAll(async () => {
    await site?.close();
    await servers?.close();
  }, deadlineMs);

  const released = async (...given: Parameters<ReleaseSite['run']>) => {
    const { code, output, errors } = await site.run(...given);
    log(`release ${given[0]}: ${output.trim()}`);
    expect(code, errors).toBe(0);
  };

  test('blue-green begins with this build, and orders are placed', {
    timeout: deadlineMs,
  }, async () => {
    await released('blue-green', '--build', repositoryRoot);
    const customer = await demoAccount(new Client(site.url), 'customer');
    load = new OrderLoad(customer, { clients: 2 });
  });

  test('blue-green replaces it by the other one, and rollback returns', {
    timeout: deadlineMs,
  }, async () => {
    await released('blue-green', '--build', copy, '--watch-seconds', '5');
    expect(site.state.active).toBe('green');
    await released('rollback');
    expect(await site.status()).toMatchObject({ active: 'blue', inProgress: null });
  });

  test('a canary gets all requests step by step, and rollback returns', {
    timeout: deadlineMs,
  }, async () => {
    await released('canary', '--build', copy, '--step-seconds', '8');
    expect(site.state.active).toBe('green');
    await released('rollback');
    expect(site.state.active).toBe('blue');
  });

  test('an interrupted canary is taken back', { timeout: deadlineMs }, async () => {
    const canary = await site.beginCanaryOf(copy);
    canary.child.kill('SIGINT');
    expect((await canary.ended).code).toBe(1);
    expect(await site.status()).toMatchObject({ active: 'blue', inProgress: null });
    expect(site.state.versions.green).toBeUndefined();
  });

  test('no call failed, and orders, stock and payments agree', {
    timeout: deadlineMs,
  }, async () => {
    const { calls, failures } = await load.stop();
    log(`${calls} calls, ${failures.length} failed`);
    expect(failures).toEqual([]);
    expect(calls).toBeGreaterThan(50);
    const ledger = ['--ledger', `${servers.sandbox.url}/ledger`];
    const verified = await runCommand('verify', ledger, site.folder, { ...servers.settings });
    expect(verified).toMatchObject({ code: 0, errors: '' });
  });
});
