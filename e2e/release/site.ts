import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { request } from 'undici';
import { type ReleaseState, type Version, withoutSlot } from '../../cli/release/state';
import type { ReleaseStatus } from '../../cli/release/status';
import { isAlive, waitUntil } from '../../platform/process/process-table';
import { type Ended, type RunningCommand, watchCommand } from '../../testing/command';
import { runCommand as runRunbookCommand } from '../drills/runbook';
import { runCommand, spawnCommand } from '../harness/command';
import { soonMs, startDeadlineMs } from '../harness/deadlines';
import { newSite } from './new-site';
import { type StubBehavior, writeBuild, writeStubBuild } from './stub-build';

type Program = 'blue-green' | 'canary' | 'abort' | 'rollback' | 'status' | 'stop' | 'supervise';

/** The status as JSON prints it. */
export type PrintedStatus = ReleaseState & Omit<ReleaseStatus, 'state'>;

/** A folder with builds that stand in for versions, released by the real program. */
export class ReleaseSite {
  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly settings: Record<string, string>,
  ) {}

  /** @param servers settings of databases and secrets that real versions share. */
  static async open(servers?: Readonly<Record<string, string>>): Promise<ReleaseSite> {
    const { folder, port, settings } = await newSite(servers);
    return new ReleaseSite(folder, port, settings);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The folder of a build whose requests are answered with this name. */
  build(name: string, behavior?: StubBehavior): string {
    return writeStubBuild(this.folder, name, behavior);
  }

  /** One whose program ends at once. */
  brokenBuild(): string {
    return writeBuild(this.folder, 'broken', 'throw new Error("this build does not start");');
  }

  spawn(program: Program, ...given: string[]): ChildProcess {
    return spawnCommand('release', [program, ...given], this.folder, this.settings);
  }

  run(program: Program, ...given: string[]): Promise<Ended> {
    return runCommand('release', [program, ...given], this.folder, this.settings);
  }

  /** Runs a line of a runbook, with short steps and a build that answers `better`. */
  type(line: string): Promise<string> {
    const environment = {
      ...this.settings,
      ORDERPROCESSING_DATA_FOLDER: this.dataFolder,
      FOLDER: this.build('better'),
    };
    const short = line.replace(' canary ', ' canary --step-seconds 1 ');
    return runRunbookCommand(short, { folder: this.folder, environment });
  }

  /** Releases the build at once. @throws Error if that fails. */
  async begin(name: string, behavior?: StubBehavior): Promise<void> {
    const given = ['--build', this.build(name, behavior), '--watch-seconds', '1'];
    const { code, errors } = await this.run('blue-green', ...given);
    if (code !== 0) throw new Error(errors);
  }

  /** A canary that has its first share of the requests for an hour. */
  beginCanary(name: string): Promise<RunningCommand> {
    return this.beginCanaryOf(this.build(name));
  }

  async beginCanaryOf(build: string): Promise<RunningCommand> {
    const canary = watchCommand(this.spawn('canary', '--build', build, '--step-seconds', '3600'));
    const hasShare = () => canary.shown().includes('green has 10 % of the requests');
    if (await waitUntil(hasShare, startDeadlineMs)) return canary;
    throw new Error(`No share: ${canary.shown()}`);
  }

  /** @returns the names of the builds that have answered; `none` if nothing did. */
  async answers(count: number): Promise<Set<string>> {
    const names = new Set<string>();
    for (let asked = 0; asked < count; asked += 1) {
      const answer = await request(this.url).catch(() => null);
      const name = answer === null ? 'none' : await answer.body.text();
      names.add(answer?.statusCode === 200 ? name : 'none');
    }
    return names;
  }

  get state(): ReleaseState {
    return JSON.parse(readFileSync(this.stateFile, 'utf8')) as ReleaseState;
  }

  private get stateFile(): string {
    return path.join(this.dataFolder, 'release/release.json');
  }

  get supervisor(): number {
    const file = path.join(this.dataFolder, 'release/lock');
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  }

  get supervisorLog(): string {
    return readFileSync(path.join(this.dataFolder, 'release/supervisor.log'), 'utf8');
  }

  /** Deletes what the program knows of its releases. */
  forgetState(): void {
    rmSync(this.stateFile);
  }

  /** Deletes what it knows of HAProxy and of a version, as if it had just started them. */
  forgetProcesses(slot: 'blue' | 'green'): void {
    const { versions, ...others } = this.state;
    const state = { ...others, versions: withoutSlot(versions, slot), haproxy: null };
    writeFileSync(this.stateFile, JSON.stringify(state));
  }

  get haproxy(): number {
    return this.state.haproxy?.pid ?? Number.NaN;
  }

  get dataFolder(): string {
    return path.join(this.folder, 'data');
  }

  version(slot: 'blue' | 'green'): Version {
    const version = this.state.versions[slot];
    if (version === undefined) throw new Error(`${slot} is not known.`);
    return version;
  }

  async status(): Promise<PrintedStatus> {
    const { output, errors } = await this.run('status', '--json');
    if (output === '') throw new Error(errors);
    return JSON.parse(output) as PrintedStatus;
  }

  /** The metrics of both versions, outside development. */
  get metricsUrls(): Readonly<Record<'blue' | 'green', string>> {
    const port = Number(this.settings.ORDERPROCESSING_SERVER_ADMIN_PORT);
    const urlOf = (offset: number) => `http://127.0.0.1:${port + offset}/metrics`;
    return { blue: urlOf(1_000), green: urlOf(2_000) };
  }

  /** Kills a process, and waits until it has ended. */
  async kill(...pids: number[]): Promise<void> {
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    const gone = await waitUntil(() => !pids.some(isAlive), soonMs);
    if (!gone) throw new Error(`${pids.join(', ')} did not end.`);
  }

  async close(): Promise<void> {
    await this.run('stop');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
