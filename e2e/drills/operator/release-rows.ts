import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { isAlive, waitUntil } from '../../../platform/process/process-table';
import { newSite } from '../../release/new-site';
import { writeStubBuild } from '../../release/stub-build';
import type { Figure } from '../report';
import { type Running, Shell } from '../shell';
import { type Expected, fact, row } from './rows';

const soonMs = 30_000;
const shownMs = 60_000;
const pollMs = 100;
const answersAsked = 20;
/** The steps of a canary, each as it is shown when it begins. */
const steps = [
  'starting green',
  'green has 10 % of the requests',
  'green has 25 % of the requests',
  'green has 50 % of the requests',
] as const;
const rolledBack: Expected = { 0: /Nothing was changed|has all requests again/ };

interface State {
  readonly haproxy: { readonly pid: number } | null;
}

/** Releases of builds that stand in for shops, and that answer with their names. */
class ReleaseDesk {
  private constructor(
    readonly shell: Shell,
    private readonly url: string,
  ) {}

  static async open(): Promise<ReleaseDesk> {
    const { folder, port, settings } = await newSite();
    const desk = new ReleaseDesk(new Shell(folder, settings), `http://127.0.0.1:${port}`);
    await desk.shell.done('release', 'blue-green', '--build', desk.build('good'));
    return desk;
  }

  build(name: string): string {
    return writeStubBuild(this.shell.folder, name);
  }

  get supervisor(): number {
    return Number.parseInt(this.read('lock'), 10);
  }

  get haproxy(): number {
    const { haproxy } = JSON.parse(this.read('release.json')) as State;
    return haproxy?.pid ?? Number.NaN;
  }

  /** A canary that has reached this step. */
  async canaryAt(step: string): Promise<Running> {
    const given = ['--build', this.build('bad'), '--step-seconds', '3'];
    const canary = this.shell.begin(['release', 'canary', ...given]);
    if (await waitUntil(() => canary.shown().includes(step), shownMs)) return canary;
    throw new Error(`A canary did not say "${step}": ${canary.shown()}`);
  }

  /** The builds that answer, as soon as only the good one does. */
  async answers(): Promise<string> {
    const end = Date.now() + soonMs;
    for (;;) {
      const names = await this.askedNames();
      if (names === 'good' || Date.now() > end) return names;
      await pause(pollMs);
    }
  }

  async kill(pid: number): Promise<void> {
    process.kill(pid, 'SIGKILL');
    if (!(await waitUntil(() => !isAlive(pid), soonMs))) throw new Error(`${pid} did not end.`);
  }

  private async askedNames(): Promise<string> {
    const names = new Set<string>();
    for (let asked = 0; asked < answersAsked; asked += 1) {
      const answer = await request(this.url).catch(() => null);
      names.add((await answer?.body.text()) ?? 'none');
    }
    return [...names].sort().join(', ');
  }

  private read(name: string): string {
    return readFileSync(path.join(this.shell.folder, 'data/release', name), 'utf8');
  }
}

async function afterwards(desk: ReleaseDesk, broken: string): Promise<Figure[]> {
  const rollback = row(broken, await desk.shell.type('release', 'rollback'), rolledBack);
  return [rollback, fact(broken, 'builds that answer', await desk.answers(), 'good')];
}

/** Kills the command of a canary, its supervisor and HAProxy, each at each step. */
async function killCanaries(desk: ReleaseDesk): Promise<Figure[]> {
  const rows: Figure[] = [];
  for (const step of steps) {
    const command = await desk.canaryAt(step);
    command.child.kill('SIGKILL');
    await command.ended;
    rows.push(...(await afterwards(desk, `the command was killed at "${step}"`)));

    const lonely = await desk.canaryAt(step);
    await desk.kill(desk.supervisor);
    const supervisorKilled = `its supervisor was killed at "${step}"`;
    rows.push(row(supervisorKilled, await lonely.ended, { 1: /Another one was started/ }));
    rows.push(...(await afterwards(desk, supervisorKilled)));

    const blind = await desk.canaryAt(step);
    await desk.kill(desk.haproxy);
    const haproxyKilled = `HAProxy was killed at "${step}"`;
    rows.push(row(haproxyKilled, await blind.ended, { 1: /HAProxy has ended/ }));
    rows.push(...(await afterwards(desk, haproxyKilled)));
  }
  return rows;
}

async function runTwo(desk: ReleaseDesk): Promise<Figure[]> {
  const { shell } = desk;
  const canary = await desk.canaryAt('green has 10 % of the requests');
  const beside = 'beside a canary';
  const second = ['release', 'blue-green', '--build', desk.build('third')];
  const taken = { 1: /Another release command runs \(process \d+\)/ };
  const rows = [
    row(beside, await shell.type(...second), taken),
    row(beside, await shell.type('release', 'abort'), { 0: /aborted by hand/ }),
    row('the canary was aborted', await canary.ended, { 1: /aborted by hand/ }),
  ];
  const again = await shell.type('release', 'abort');
  rows.push(row('nothing is left to abort', again, { 0: /Nothing was changed/ }));
  return [...rows, ...(await afterwards(desk, 'after two commands'))];
}

/** Kills HAProxy while nothing is released, and stops everything twice. */
async function killHaproxyAndStop(desk: ReleaseDesk): Promise<Figure[]> {
  const { shell } = desk;
  await desk.kill(desk.haproxy);
  const broken = 'HAProxy was killed';
  return [
    fact(broken, 'builds that answer', await desk.answers(), 'good'),
    row(broken, await shell.type('release', 'status'), { 0: /UP/ }),
    row('at the end', await shell.type('release', 'stop'), { 0: /have stopped/ }),
    row('nothing runs', await shell.type('release', 'stop'), { 3: /No release runs here/ }),
  ];
}

/** Breaks releases in each of their steps. */
export async function breakReleases(): Promise<Figure[]> {
  const desk = await ReleaseDesk.open();
  try {
    const canaries = await killCanaries(desk);
    return [...canaries, ...(await runTwo(desk)), ...(await killHaproxyAndStop(desk))];
  } catch (error) {
    await desk.shell.type('release', 'stop');
    throw error;
  }
}
