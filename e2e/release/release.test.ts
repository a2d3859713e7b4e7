import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isAlive } from '../../platform/process/process-table';
import { findProgram } from '../../platform/process/run-program';
import { runbookBlock } from '../drills/runbook';
import { soonMs } from '../harness/deadlines';
import { ReleaseSite } from './site';
import { slowOrders } from './stub-build';

const patience = { timeout: soonMs, interval: 50 };
const requests = 40;

describe.skipIf(findProgram('haproxy') === null)('a release outlives the shell', () => {
  let site: ReleaseSite;

  const openSite = async () => {
    site = await ReleaseSite.open();
    await site.begin('good');
  };

  const names = () => site.answers(requests);
  /** Polls, because an open connection may still be answered by the previous version. */
  const onlyGood = () => expect.poll(names, patience).toEqual(new Set(['good']));

  const followed = async (name: string, heading: string) => {
    for (const line of runbookBlock(name, heading, 'bash')) await site.type(line);
    return site.answers(requests);
  };

  /** One site for all, because each leaves the good version as it was. */
  describe('that is taken back', () => {
    beforeAll(openSite);
    afterAll(() => site.close());

    test('Ctrl-C takes the canary back, and rollback then leaves the good version alone', async () => {
      const canary = await site.beginCanary('bad');
      canary.child.kill('SIGINT');
      const { code, errors } = await canary.ended;
      expect(code).toBe(1);
      expect(errors).toContain('blue has all requests');
      expect(await names()).toEqual(new Set(['good']));
      const rollback = await site.run('rollback');
      expect(rollback).toMatchObject({
        code: 0,
        output: expect.stringContaining('Nothing was changed'),
      });
      expect(await names()).toEqual(new Set(['good']));
      expect(await site.status()).toMatchObject({ active: 'blue', inProgress: null });
    });

    test('so does the kill -9 of the command, and rollback', async () => {
      const canary = await site.beginCanary('bad');
      const { pid } = site.version('green');
      canary.child.kill('SIGKILL');
      expect((await canary.ended).code).toBeNull();
      await onlyGood();
      await expect.poll(() => isAlive(pid), patience).toBe(false);
      expect(site.state.outcome).toContain('its command has ended');
      expect((await site.run('rollback')).code).toBe(0);
      expect(await names()).toEqual(new Set(['good']));
    });

    test('abort takes it back while the command runs, and another release is refused', async () => {
      const canary = await site.beginCanary('bad');
      const second = await site.run('blue-green', '--build', site.build('third'));
      expect(second.code).toBe(1);
      expect(second.errors).toContain(`Another release command runs (process ${canary.child.pid})`);
      const abort = await site.run('abort');
      expect(abort).toMatchObject({ code: 0, output: expect.stringContaining('aborted by hand') });
      expect(await canary.ended).toMatchObject({
        code: 1,
        errors: expect.stringContaining('aborted by hand'),
      });
      expect(await names()).toEqual(new Set(['good']));
      expect(site.state.versions.green).toBeUndefined();
    });

    test('rollback during a release goes to the version that was active before', async () => {
      const canary = await site.beginCanary('bad');
      expect((await site.run('rollback')).code).toBe(0);
      expect(await names()).toEqual(new Set(['good']));
      expect((await canary.ended).code).toBe(1);
    });

    test('the next command takes back what a killed supervisor has left', async () => {
      const canary = await site.beginCanary('bad');
      await site.kill(canary.child.pid ?? 0, site.supervisor);
      expect(await names()).toEqual(new Set(['good', 'bad']));
      expect(await site.status()).toMatchObject({ inProgress: 'green', supervisor: null });
      const rollback = await site.run('rollback');
      expect(rollback.code).toBe(0);
      expect(await names()).toEqual(new Set(['good']));
      expect(site.state.outcome).toContain('it was interrupted');
    });

    test('it ends what a killed supervisor had started and not recorded', async () => {
      const canary = await site.beginCanary('bad');
      const unrecorded = [site.haproxy, site.version('green').pid];
      await site.kill(canary.child.pid ?? 0, site.supervisor);
      site.forgetProcesses('green');
      expect((await site.run('rollback')).code).toBe(0);
      expect(await names()).toEqual(new Set(['good']));
      expect(unrecorded.filter(isAlive)).toEqual([]);
    });

    test('a command that loses its supervisor starts another one, which takes the canary back', async () => {
      const canary = await site.beginCanary('bad');
      await site.kill(site.supervisor);
      const { code, errors } = await canary.ended;
      expect(code).toBe(1);
      expect(errors).toContain('Another one was started');
      await onlyGood();
    });

    test('a canary is taken back if HAProxy dies, whose counts judge it', async () => {
      const canary = await site.beginCanary('bad');
      await site.kill(site.haproxy);
      const { code, errors } = await canary.ended;
      expect(code).toBe(1);
      expect(errors).toContain('HAProxy has ended');
      await onlyGood();
    });

    test('the active version is started again after it has died', async () => {
      const { pid } = site.version('blue');
      await site.kill(pid);
      await onlyGood();
      expect(site.version('blue').pid).not.toBe(pid);
    });

    test('a canary whose orders take longer than 5 s is rolled back', async () => {
      const build = site.build('slow', slowOrders);
      const { code, output } = await site.run('canary', '--build', build, '--step-seconds', '60');
      expect(code).toBe(1);
      expect(output).toContain('green (unknown) was rolled back: slow moments of orders');
      expect(await names()).toEqual(new Set(['good']));
    });

    test('the runbook takes back a canary that is running', async () => {
      const canary = await site.beginCanary('bad');
      expect(await followed('rollback', 'A canary is running')).toEqual(new Set(['good']));
      expect((await canary.ended).code).toBe(1);
    });

    test('the runbooks release a build, and take it back', async () => {
      expect(await followed('deployment', 'On one machine')).toEqual(new Set(['better']));
      const heading = 'On one machine, behind HAProxy';
      expect(await followed('rollback', heading)).toEqual(new Set(['good']));
    });

    test('the runbook begins again where HAProxy and the supervisor are gone', async () => {
      await site.kill(site.supervisor, site.haproxy);
      const heading = 'HAProxy or the supervisor is gone';
      expect(await followed('rollback', heading)).toEqual(new Set(['good']));
    });

    test('abort of a finished release is refused, and rollback takes it back', async () => {
      await site.begin('better');
      expect(await names()).toEqual(new Set(['better']));
      const abort = await site.run('abort');
      expect(abort.code).toBe(1);
      expect(abort.errors).toContain('No release is in progress: green (unknown) has all requests');
      expect((await site.run('rollback')).code).toBe(0);
      await onlyGood();
      expect((await site.run('rollback')).output).toContain('Nothing was changed');
      await onlyGood();
    });

    test('HAProxy that was killed is started again, and the versions stay known', async () => {
      await site.begin('better');
      const { haproxy } = site;
      const before = site.state.versions;
      await site.kill(haproxy);
      await expect.poll(names, patience).toEqual(new Set(['better']));
      expect(site.haproxy).not.toBe(haproxy);
      expect(site.state.versions).toEqual(before);
      expect((await site.run('rollback')).code).toBe(0);
      await onlyGood();
    });
  });

  describe('that is stopped', () => {
    beforeAll(openSite);
    afterAll(() => site.close());

    test('stop ends a version that the state has lost, without HAProxy and supervisor', async () => {
      await site.begin('better');
      const forgotten = [site.version('blue').pid, site.version('green').pid];
      await site.kill(site.supervisor, site.haproxy);
      site.forgetState();
      const { ports, others } = await site.status();
      expect(ports.map(({ name, isOurs }) => [name, isOurs])).toEqual([
        ['blue', true],
        ['blue, metrics', true],
        ['green', true],
        ['green, metrics', true],
      ]);
      expect(others.map(({ pid }) => pid).sort()).toEqual([...forgotten].sort());
      expect(await site.run('stop')).toMatchObject({ code: 0 });
      expect(forgotten.filter(isAlive)).toEqual([]);
      expect((await site.run('status')).code).toBe(3);
    });

    test('a first release that fails leaves nothing behind', async () => {
      const { code, errors } = await site.run('blue-green', '--build', site.brokenBuild());
      expect(code).toBe(1);
      expect(errors).toContain('this build does not start');
      await expect.poll(async () => (await site.run('status')).code, patience).toBe(3);
    });
  });

  describe('that changes its site', () => {
    beforeEach(openSite);
    afterEach(() => site.close());

    test('a port that something else holds fails the release, which names the holder', async () => {
      const stranger = createServer((socket) => {
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      });
      const port = site.port + 2_000;
      stranger.listen(port, '127.0.0.1');
      await once(stranger, 'listening');
      try {
        const { code, errors } = await site.run('blue-green', '--build', site.build('fix'));
        expect(code).toBe(1);
        expect(errors).toContain(
          `Port ${port}, which green needs, is in use by process ${process.pid}`,
        );
        expect(await names()).toEqual(new Set(['good']));
        const { ports } = await site.status();
        const holder = { name: 'green', port, pid: process.pid, isOurs: false };
        expect(ports).toContainEqual(expect.objectContaining(holder));
        const stop = await site.run('stop');
        expect(stop.code).toBe(1);
        expect(stop.errors).toContain(`Port ${port} (green) is in use by process ${process.pid}`);
        expect(await names()).toEqual(new Set(['none']));
      } finally {
        stranger.close();
      }
    });

    test('SIGTERM to all of its processes is a stop, and supervise begins again with it', async () => {
      const { supervisor, haproxy } = site;
      const { pid } = site.version('blue');
      for (const one of [haproxy, pid, supervisor]) process.kill(one, 'SIGTERM');
      await expect.poll(() => [supervisor, haproxy, pid].some(isAlive), patience).toBe(false);
      expect(await names()).toEqual(new Set(['none']));
      const log = site.supervisorLog;
      expect(log).not.toContain('starting it again');
      const child = site.spawn('supervise');
      await onlyGood();
      child.kill('SIGTERM');
      await once(child, 'exit');
      expect(child.exitCode).toBe(0);
      expect(await names()).toEqual(new Set(['none']));
    });
  });
});
