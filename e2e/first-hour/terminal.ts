import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { commandDeadlineMs, stopDeadlineMs } from '../harness/deadlines';
import { eventually } from '../harness/shop';

/** The last line of a start: the shop now runs until it is stopped. */
const shopIsOpen = 'Ctrl-C stops it.\n';
/** The installation takes longest. */
const deadlineMs = 5 * commandDeadlineMs;

/** Settings of this process that a newcomer does not have. */
const own = /^(npm_|NODE_ENV$|NODE_OPTIONS$|VITEST|TEST$|ORDERPROCESSING_|APOLLO_)/;

/** The environment of a newcomer: without our settings, and without our Node. */
function environment(): Record<string, string | undefined> {
  const settings = Object.entries(process.env).filter(([name]) => !own.test(name));
  const folders = (process.env.PATH ?? '').split(':');
  const path = folders.filter((folder) => !folder.includes('node_modules')).join(':');
  return { ...Object.fromEntries(settings), PATH: path, TZ: 'UTC', LC_ALL: 'C.UTF-8' };
}

/** The version of the Node that npm is called with. */
export const nodeVersion = (): string =>
  execFileSync('node', ['--version'], { env: environment(), encoding: 'utf8' });

/** What the page calls it; git clones from here instead. */
const publishedAt = 'https://github.com/orderprocessing/orderprocessing.git';

const gitSettings = (source: string) => ({
  GIT_CONFIG_COUNT: '3',
  GIT_CONFIG_KEY_0: `url.${source}.insteadOf`,
  GIT_CONFIG_VALUE_0: publishedAt,
  // The repository that is cloned from has a commit checked out and no branch where CI runs.
  GIT_CONFIG_KEY_1: 'advice.detachedHead',
  GIT_CONFIG_VALUE_1: 'false',
  GIT_CONFIG_KEY_2: 'init.defaultBranch',
  GIT_CONFIG_VALUE_2: 'main',
});

/** A shell that keeps its folder and its variables from one command to the next. */
export class Terminal {
  private readonly shell: ChildProcess;
  private output = '';
  private commands = 0;

  /**
   * @param source the repository that is cloned.
   * @param settings variables that a newcomer does not have.
   */
  constructor(folder: string, source: string, settings: Readonly<Record<string, string>> = {}) {
    const env = { ...environment(), ...gitSettings(source), ...settings };
    this.shell = spawn('bash', ['--norc', '--noprofile'], { cwd: folder, env, detached: true });
    for (const stream of [this.shell.stdout, this.shell.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    this.shell.stdin?.write('exec 2>&1\n');
  }

  /**
   * Runs a command to its end, or until it has opened a shop.
   * @returns what it prints, and its exit code if that is not 0.
   */
  async run(text: string): Promise<string> {
    await this.until('the previous command ends', () => this.end() !== null, stopDeadlineMs);
    this.output = '';
    this.commands += 1;
    this.shell.stdin?.write(`{ ${text}\n} < /dev/null; echo "${this.mark()}$?"\n`);
    await this.until(`${text} ends`, () => this.end() !== null || this.openLength() !== null);
    const [whole = '', code = '0'] = this.end() ?? [];
    const printed = this.output.slice(0, this.openLength() ?? this.output.length - whole.length);
    const lines = printed === '' || printed.endsWith('\n') ? printed : `${printed}\n`;
    return code === '0' ? lines : `${lines}(exit code ${code})\n`;
  }

  private mark(): string {
    return `end of command ${this.commands}: `;
  }

  /**
   * The length of the output until the shop is open, after which it may log more; null if it is
   * not.
   */
  private openLength(): number | null {
    const at = this.output.indexOf(shopIsOpen);
    return at === -1 ? null : at + shopIsOpen.length;
  }

  /** The line behind a command that has ended, and its exit code. */
  private end(): RegExpExecArray | null {
    if (this.commands === 0) return /$/.exec('');
    return new RegExp(`${this.mark()}(\\d+)\\n$`).exec(this.output);
  }

  private until(what: string, isTrue: () => boolean, withinMs = deadlineMs): Promise<boolean> {
    return eventually(
      `${what}: ${this.output}`,
      async () => {
        if (this.shell.exitCode !== null) throw new Error(`The shell has ended: ${this.output}`);
        return isTrue();
      },
      withinMs,
    );
  }

  /** Ends the shell and everything that it has started. */
  close(): void {
    const { pid, exitCode, signalCode } = this.shell;
    if (pid !== undefined && exitCode === null && signalCode === null) {
      process.kill(-pid, 'SIGKILL');
    }
    // A server in a process group of its own may hold the other ends.
    for (const stream of this.shell.stdio) stream?.destroy();
  }
}
