import { connect } from 'node:net';

export type Slot = 'blue' | 'green';
export const slots: readonly Slot[] = ['blue', 'green'];
export const otherSlot = (slot: Slot): Slot => (slot === 'blue' ? 'green' : 'blue');

/** What HAProxy has counted for one server. */
export interface ServerStats {
  readonly slot: Slot;
  /** `UP`, `DOWN`, `DRAIN`, `MAINT`, perhaps with a count of checks. */
  readonly status: string;
  /** How the latest check ended, e.g. `L7OK`. */
  readonly checkedStatus: string;
  readonly weight: number;
  readonly openRequests: number;
  readonly requests: number;
  /** Responses with a status of 500 or above, failed connections and broken responses. */
  readonly failures: number;
  /** Mean time until the headers of the answer, of the latest requests. */
  readonly responseMs: number;
}

const answerDeadlineMs = 2_000;
const backend = 'versions';

/** Columns of `show stat` by name: management guide of HAProxy 3.0, 9.1. */
function rowsOf(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.trim().split('\n');
  const names = head.replace(/^# /, '').split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(names.map((name, column) => [name, values[column] ?? '']));
  });
}

/** @returns the servers of both versions in the answer to `show stat`. */
export function serverStats(text: string): ServerStats[] {
  const rows = rowsOf(text).filter(({ pxname }) => pxname === backend);
  return slots.map((slot) => {
    const row = rows.find(({ svname }) => svname === slot);
    if (row === undefined) throw new Error(`HAProxy has no server ${slot}.`);
    const number = (name: string): number => Number(row[name] || 0);
    return {
      slot,
      status: row.status ?? '',
      checkedStatus: (row.check_status ?? '').replace('* ', ''),
      weight: number('weight'),
      openRequests: number('scur'),
      requests: number('stot'),
      failures: number('hrsp_5xx') + number('econ') + number('eresp'),
      responseMs: number('rtime'),
    };
  });
}

/** The runtime API of HAProxy, over its socket. */
export class HaproxyControl {
  constructor(private readonly socketPath: string) {}

  /**
   * Sends commands, which take effect together.
   * @throws Error if HAProxy does not answer in time, or reports a fault.
   */
  run(...commands: readonly string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.socketPath);
      let answer = '';
      socket.setEncoding('utf8').setTimeout(answerDeadlineMs, () => {
        socket.destroy(new Error(`HAProxy does not answer at ${this.socketPath}.`));
      });
      socket.once('connect', () => socket.write(`${commands.join('; ')}\n`));
      socket.on('data', (chunk: string) => {
        answer += chunk;
      });
      socket.once('error', reject);
      socket.once('end', () => resolve(answer));
    });
  }

  async stats(): Promise<ServerStats[]> {
    return serverStats(await this.run('show stat'));
  }

  async statsOf(slot: Slot): Promise<ServerStats> {
    const found = (await this.stats()).find((one) => one.slot === slot);
    if (found === undefined) throw new Error(`HAProxy has no server ${slot}.`);
    return found;
  }

  /** @param percent of the requests that go to this version; the rest goes to the other one. */
  async divide(slot: Slot, percent: number): Promise<void> {
    const whole = 100;
    const answer = await this.run(
      `set server ${backend}/${slot} weight ${percent}`,
      `set server ${backend}/${otherSlot(slot)} weight ${whole - percent}`,
    );
    if (answer.trim() !== '') throw new Error(`HAProxy refused new weights: ${answer.trim()}`);
  }

  /**
   * Replaces a loaded certificate for new connections.
   * @param text of the file: certificate and key.
   */
  async setCertificate(file: string, text: string): Promise<void> {
    // Unescaped, a space would end the name, and a semicolon the command.
    const name = file.replaceAll(/[\\\s;]/g, '\\$&');
    const answer = await this.run(`set ssl cert ${name} <<\n${text}`);
    const committed = await this.run(`commit ssl cert ${name}`);
    if (committed.includes('Success!')) return;
    throw new Error(`HAProxy refused the certificate: ${answer.trim()} ${committed.trim()}`);
  }

  /** `drain` sends no new requests there; `maint` also closes idle connections. */
  async setState(slot: Slot, state: 'ready' | 'drain' | 'maint'): Promise<void> {
    const answer = await this.run(`set server ${backend}/${slot} state ${state}`);
    if (answer.trim() !== '') throw new Error(`HAProxy refused ${state}: ${answer.trim()}`);
  }
}
