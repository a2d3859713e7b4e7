import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { commandOf } from './process-table';

/** A process with its command line. */
export interface NamedProcess {
  readonly pid: number;
  readonly command: string;
}

/** TCP_LISTEN in the fourth column of /proc/net/tcp: proc(5). */
const listening = '0A';
const inodeColumn = 9;
const hexadecimal = 16;

const hasProc = (): boolean => existsSync('/proc/self/fd');

/**
 * @returns the text of a file, or the entries of a folder; nothing if this account cannot read it.
 */
function readable<Read>(read: () => Read, nothing: Read): Read {
  try {
    return read();
  } catch {
    return nothing;
  }
}

/** The sockets that listen on a port, on any address of this machine. */
function listeningSockets(port: number): Set<string> {
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readable(() => readFileSync(file, 'utf8'), '').split('\n'),
  );
  const inodes = rows.flatMap((row) => {
    const columns = row.trim().split(/\s+/);
    const [, local = '', , state] = columns;
    const isIt = state === listening && Number.parseInt(local.slice(-4), hexadecimal) === port;
    return isIt ? [`socket:[${columns[inodeColumn]}]`] : [];
  });
  return new Set(inodes);
}

function hasOneOf(sockets: ReadonlySet<string>, pid: number): boolean {
  const folder = `/proc/${pid}/fd`;
  const files = readable(() => readdirSync(folder), []);
  return files.some((file) =>
    sockets.has(readable(() => readlinkSync(`${folder}/${file}`, 'utf8'), '')),
  );
}

function processIds(): number[] {
  return readable(() => readdirSync('/proc'), []).flatMap((name) =>
    /^\d+$/.test(name) ? [Number(name)] : [],
  );
}

/** The processes that listen on a port, read from lsof if there is no /proc. */
function listenersByLsof(port: number): number[] {
  const args = ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN'];
  const { stdout } = spawnSync('lsof', args, { encoding: 'utf8' });
  return (stdout ?? '').split('\n').flatMap((line) => (line === '' ? [] : [Number(line)]));
}

/** Whether this very process listens on the port. */
export function listensOn(pid: number, port: number): boolean {
  return hasProc() ? hasOneOf(listeningSockets(port), pid) : listenersByLsof(port).includes(pid);
}

/** The processes that listen on a port and are visible to this account. */
export function listenersOn(port: number): NamedProcess[] {
  const sockets = listeningSockets(port);
  const pids = hasProc()
    ? processIds().filter((pid) => sockets.size > 0 && hasOneOf(sockets, pid))
    : listenersByLsof(port);
  return pids.map((pid) => ({ pid, command: commandOf(pid) }));
}

export interface ProcessWithVariables extends NamedProcess {
  /** The environment that it was started with. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Processes of this account whose environment is selected; none where there is no /proc. */
export function processesWhere(
  isSelected: (environment: Readonly<Record<string, string>>) => boolean,
): ProcessWithVariables[] {
  return processIds().flatMap((pid) => {
    const text = readable(() => readFileSync(`/proc/${pid}/environ`, 'utf8'), '');
    const environment = Object.fromEntries(
      text.split('\0').map((line) => {
        const [name = '', ...value] = line.split('=');
        return [name, value.join('=')] as const;
      }),
    );
    return isSelected(environment) ? [{ pid, command: commandOf(pid), environment }] : [];
  });
}

/** Processes of a program whose command line has the text; none where there is no /proc. */
export function processesOf(program: string, text: string): NamedProcess[] {
  const isOf = (pid: number): boolean => {
    const line = readable(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '');
    const [path = ''] = line.split('\0');
    return path.split('/').at(-1) === program;
  };
  return processIds()
    .filter(isOf)
    .map((pid) => ({ pid, command: commandOf(pid) }))
    .filter(({ command }) => command.includes(text));
}
