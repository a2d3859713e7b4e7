import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProgram, type TestProgram } from '../testing/program';
import { folderForTest } from '../testing/temporary-folder';

interface Said {
  readonly logged: { readonly file?: string; readonly delayMs?: number; readonly msg: string }[];
  readonly metrics: string;
}

/**
 * A program that blocks its event loop for a fifth of a second at a time, or not, and reports the
 * result.
 */
const programOf = (folder: string, isBusy: boolean, eventLoopDelayMs: number | null) => `
  const { Registry, Counter } = require('prom-client');
  const { profileLateLoop } = require('./platform/telemetry/late-loop-profiles');
  const { Profiler } = require('./platform/telemetry/profiler');
  const registry = new Registry();
  const labelNames = ['kind', 'cause'];
  const taken = new Counter({ name: 'taken', help: 'x', labelNames, registers: [registry] });
  const logged = [];
  const logger = { warn: (line, msg) => void logged.push({ ...line, msg }) };
  const settings = {
    eventLoopDelayMs: ${eventLoopDelayMs}, pauseMinutes: 15, folder: ${JSON.stringify(folder)}, filesMax: 2,
  };
  const { blockEventLoop } = require('./platform/testing/block-event-loop');
  function holdUpTheLoop() {
    blockEventLoop(200);
    setTimeout(holdUpTheLoop, 10);
  }
  ${isBusy ? 'holdUpTheLoop();' : ''}
  const profiler = new Profiler();
  profileLateLoop({ name: 'busy', settings, profiler, taken, logger, checkMs: 250, seconds: 1 });
  const tell = async () => process.send({ logged, metrics: await registry.metrics() });
  const waited = setInterval(() => {
    if (logged.length === 0 && ${isBusy && eventLoopDelayMs !== null}) return;
    clearInterval(waited);
    setTimeout(tell, 2_000);
  }, 100);
`;

interface Profile {
  readonly nodes: readonly { id: number; callFrame: { functionName: string } }[];
  readonly samples: readonly number[];
}

/**
 * The share of samples outside idle time. The function cannot be found by name: V8 likes to inline
 * it into the caller of timers.
 */
function busyShareIn({ nodes, samples }: Profile): number {
  const idle = nodes.find(({ callFrame }) => callFrame.functionName === '(idle)')?.id;
  return samples.filter((id) => id !== idle).length / samples.length;
}

let folder: string;
let program: TestProgram | null = null;
beforeEach(() => {
  folder = folderForTest();
});
afterEach(() => program?.process.kill());

async function run(isBusy: boolean, delayMs: number | null = 50): Promise<Said> {
  program = startProgram(programOf(folder, isBusy, delayMs));
  return (await program.firstMessage) as Said;
}

describe('a process whose event loop is late', () => {
  it('profiles itself once, keeps the newest files, and says where', async () => {
    for (const hour of ['01', '02']) {
      writeFileSync(join(folder, `gateway-1-20260101T${hour}0000000Z.cpuprofile`), '{}');
    }
    const { logged, metrics } = await run(true);
    expect(logged).toHaveLength(1);
    const [{ file = '', delayMs = 0 } = {}] = logged;
    expect(delayMs).toBeGreaterThan(50);
    expect(busyShareIn(JSON.parse(readFileSync(file, 'utf8')))).toBeGreaterThan(0.5);
    const kept = readdirSync(folder);
    expect(kept).toHaveLength(2);
    expect(kept).toContain('gateway-1-20260101T020000000Z.cpuprofile');
    expect(metrics).toContain('taken{kind="cpu",cause="event_loop_delay"} 1');
  });

  it('says so where the folder cannot be written', async () => {
    // A recursive mkdir of Node never ends here.
    folder = '/proc/nowhere/profiles';
    const { logged } = await run(true);
    expect(logged.map(({ msg }) => msg)).toEqual(['event loop late, taking a profile failed']);
  });

  it.each([
    ['that is in time', false, 30_000],
    ['with profiles switched off', true, null],
  ] as const)('takes none of one %s', async (_which, isBusy, delayMs) => {
    const { logged } = await run(isBusy, delayMs);
    expect(logged).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
