import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { soonMs } from '../../e2e/harness/deadlines';
import { newSite } from '../../e2e/release/new-site';
import { writeBuild, writeStubBuild } from '../../e2e/release/stub-build';
import { isAlive } from '../../platform/process/process-table';
import { findProgram } from '../../platform/process/run-program';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import type { Slot } from './haproxy';
import { atOnce, type Step, stepsOf } from './profiles';
import type { ReleaseResult } from './releases';
import { ReleaseFolder } from './state';
import { Supervisor, type SupervisorOptions } from './supervisor';

const patience = { timeout: soonMs, interval: 50 };

/** A supervisor in this process, with the real HAProxy and builds that stand in for versions. */
class SupervisedSite {
  idleCalls = 0;
  /** What the commands of releases have shown. */
  readonly shown: string[] = [];
  supervisor: Supervisor;

  private constructor(
    private readonly workingFolder: string,
    private readonly options: Pick<SupervisorOptions, 'settings' | 'onIdle'>,
  ) {
    this.supervisor = this.newSupervisor();
  }

  static async open(): Promise<SupervisedSite> {
    const { folder: workingFolder, settings: environment } = await newSite();
    const sources = { workingFolder, homeFolder: workingFolder, environment };
    const configuration = await loadConfiguration(sources);
    const folder = new ReleaseFolder(path.join(workingFolder, 'release'));
    folder.create();
    const settings = { configuration, folder, environment, workingFolder };
    const onIdle = () => {
      site.idleCalls += 1;
    };
    const site: SupervisedSite = new SupervisedSite(workingFolder, { settings, onIdle });
    await site.supervisor.start();
    return site;
  }

  /** One that a command has started; it ends as if it were killed when another one follows. */
  private newSupervisor(): Supervisor {
    const isEnding = () => supervisor !== this.supervisor;
    const options = { ...this.options, logger, restores: false, isEnding };
    const supervisor: Supervisor = new Supervisor(options);
    return supervisor;
  }

  /** What SIGTERM to the machine does, and a release command after it. */
  async reboot(): Promise<void> {
    await this.supervisor.end(true);
    await this.replaceSupervisor();
  }

  async replaceSupervisor(): Promise<void> {
    this.supervisor = this.newSupervisor();
    await this.supervisor.start();
  }

  get state() {
    return this.options.settings.folder.read();
  }

  pidOf(slot: Slot): number {
    return this.state?.versions[slot]?.pid ?? Number.NaN;
  }

  /** The slot of the active version if its process runs. */
  get serving(): Slot | null {
    const active = this.state?.active ?? null;
    return active !== null && isAlive(this.pidOf(active)) ? active : null;
  }

  /** The name of the build that answers; null if none does. */
  async answer(): Promise<string | null> {
    const { statusCode, body } = await request(this.state?.url ?? '');
    const text = await body.text();
    return statusCode === 200 ? text : null;
  }

  /** A build that ends at its start, or hangs there, while it has a fault. */
  build(name: string): string {
    const fault = `
const { existsSync, readFileSync } = require('node:fs');
const file = ${JSON.stringify(this.faultOf(name))};
while (existsSync(file)) {
  if (readFileSync(file, 'utf8') === 'ends') process.exit(1);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
}`;
    return writeStubBuild(this.workingFolder, name, { fault });
  }

  private faultOf(name: string): string {
    return path.join(this.workingFolder, `${name}.fault`);
  }

  brokenBuild(): string {
    return writeBuild(this.workingFolder, 'broken', 'process.exit(1);');
  }

  /** Kills the version, which does not start again until it is healed. */
  async crash(slot: Slot, name: string, start: 'ends' | 'hangs' = 'ends'): Promise<void> {
    const pid = this.pidOf(slot);
    writeFileSync(this.faultOf(name), start);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => isAlive(pid), patience).toBe(false);
  }

  heal(name: string): void {
    rmSync(this.faultOf(name));
  }

  /** @param interruptedAt the beginning of the line at which its command ends. */
  private release(build: string, steps: readonly Step[], interruptedAt?: string) {
    const { environment } = this.options.settings;
    const { workingFolder } = this;
    const call = { pid: process.pid, build, steps, environment, workingFolder } as const;
    const command = new AbortController();
    const log = (line: string) => {
      this.shown.push(line);
      if (interruptedAt !== undefined && line.startsWith(interruptedAt)) command.abort();
    };
    const caller = { log, gone: command.signal };
    const answer = this.supervisor.answer({ command: 'release', ...call }, caller);
    return answer as Promise<ReleaseResult>;
  }

  blueGreen(build: string, interruptedAt?: string): Promise<ReleaseResult> {
    return this.release(build, atOnce(0), interruptedAt);
  }

  canary(build: string): Promise<ReleaseResult> {
    return this.release(build, stepsOf('steps', 0));
  }

  rollBack(): Promise<unknown> {
    const caller = { log: () => undefined, gone: new AbortController().signal };
    return this.supervisor.answer({ command: 'rollback', pid: process.pid }, caller);
  }

  async close(): Promise<void> {
    await this.supervisor.end();
    rmSync(this.workingFolder, { recursive: true, force: true });
  }
}

describe.skipIf(findProgram('haproxy') === null)(
  'a release while the active version is down',
  () => {
    let site: SupervisedSite;

    beforeEach(async () => {
      site = await SupervisedSite.open();
      await site.blueGreen(site.build('good'));
    });
    afterEach(() => site.close());

    describe('and the previous one runs', () => {
      let previous: number;

      beforeEach(async () => {
        await site.blueGreen(site.build('better'));
        previous = site.pidOf('blue');
        await site.crash('green', 'better');
      });

      test.each(['blueGreen', 'canary'] as const)('is refused: %s', async (command) => {
        const { haproxy } = site.state ?? {};
        const advice = /green \(unknown\) has the requests, .*release rollback: blue \(unknown\)/s;
        await expect(site[command](site.brokenBuild())).rejects.toThrow(advice);
        expect(site.state).toMatchObject({ active: 'green', inProgress: null, haproxy });
        expect(isAlive(previous)).toBe(true);
        expect(site.idleCalls).toBe(0);
      });

      test('the version is started again after the refusal', async () => {
        await expect(site.blueGreen(site.brokenBuild())).rejects.toThrow('release rollback');
        site.heal('better');
        await expect.poll(() => site.serving, patience).toBe('green');
      });

      test('the version is started again by the supervisor that follows a killed one', async () => {
        await site.replaceSupervisor();
        await expect(site.canary(site.brokenBuild())).rejects.toThrow('release rollback');
        site.heal('better');
        await expect.poll(() => site.serving, patience).toBe('green');
      });

      test('rollback gives its requests to the previous one after the refusal', async () => {
        await expect(site.canary(site.build('fix'))).rejects.toThrow('release rollback');
        await expect(site.rollBack()).resolves.toMatchObject({ version: { pid: previous } });
        expect(site.serving).toBe('blue');
        await site.blueGreen(site.build('fix'));
        expect(site.serving).toBe('green');
        expect(isAlive(previous)).toBe(true);
      });
    });

    describe('and no other one runs', () => {
      beforeEach(() => site.crash('blue', 'good'));

      test('is refused as a canary, which has nothing to compare with', async () => {
        await expect(site.canary(site.build('fix'))).rejects.toThrow('release blue-green');
        expect(site.state).toMatchObject({ active: 'blue', inProgress: null });
        expect(site.pidOf('green')).toBeNaN();
        site.heal('good');
        await expect.poll(() => site.serving, patience).toBe('blue');
      });

      test('succeeds at once with a fix', async () => {
        const { version, rolledBack } = await site.blueGreen(site.build('fix'));
        expect({ slot: version.slot, rolledBack }).toEqual({ slot: 'green', rolledBack: null });
        expect(site.serving).toBe('green');
        await expect.poll(() => site.answer(), patience).toBe('fix');
        expect(site.shown.join('\n')).toContain('blue (unknown) does not run');
        expect(site.state?.outcome).toBe('green (unknown) has all requests');
        await expect(site.rollBack()).rejects.toThrow('The previous version no longer runs');
      });

      test.each([
        ['a fix that does not start', 'broken', 'is not ready'],
        ['Ctrl-C', 'fix', 'its command has ended'],
      ])('starts the version again after %s', async (_end, name, reason) => {
        const build = name === 'broken' ? site.brokenBuild() : site.build(name);
        const release = site.blueGreen(build, name === 'broken' ? undefined : 'starting green');
        await expect(release).rejects.toThrow(reason);
        expect(site.state).toMatchObject({ active: 'blue', inProgress: null });
        expect(site.idleCalls).toBe(0);
        site.heal('good');
        await expect.poll(() => site.serving, patience).toBe('blue');
      });
    });

    test('is refused without ending the start of that version', async () => {
      await site.crash('blue', 'good', 'hangs');
      await expect.poll(() => site.serving, patience).toBe('blue');
      const starting = site.pidOf('blue');
      await expect(site.canary(site.build('fix'))).rejects.toThrow('has nothing to compare with');
      site.heal('good');
      await expect.poll(() => site.answer(), patience).toBe('good');
      expect(site.pidOf('blue')).toBe(starting);
    });

    test('that nobody starts again leaves it for the next supervisor if it fails', async () => {
      await site.reboot();
      await expect(site.blueGreen(site.brokenBuild())).rejects.toThrow('is not ready');
      expect(site.idleCalls).toBe(1);
      await site.supervisor.end(true);
      expect(site.state).toMatchObject({ active: 'blue', versions: { blue: { slot: 'blue' } } });
    });
  },
);

describe.skipIf(findProgram('haproxy') === null)('a first release', () => {
  test('that fails leaves nothing to supervise', async () => {
    const site = await SupervisedSite.open();
    try {
      await expect(site.blueGreen(site.brokenBuild())).rejects.toThrow('is not ready');
      expect(site.state).toMatchObject({ active: null, inProgress: null, versions: {} });
      expect(site.idleCalls).toBe(1);
    } finally {
      await site.close();
    }
  });
});
