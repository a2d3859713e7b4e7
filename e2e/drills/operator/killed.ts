import type { Figure } from '../report';
import type { Shell, Typed } from '../shell';
import { type Expected, row } from './rows';
import { SetFault } from './step-fault';

export interface KilledCommand {
  readonly given: readonly [command: string, ...rest: string[]];
  /** How many steps are between two kills; 1 unless a command has very many. */
  readonly stride?: number;
  /** What an operator types after each kill, and what it must say. */
  readonly next: readonly [given: readonly string[], expected: Expected];
  /** What the command says when it is not killed. */
  readonly expected: Expected;
}

/** Runs a command that kills itself at a step. @returns null if it has fewer steps. */
async function kill(shell: Shell, { given }: KilledCommand, at: number): Promise<string | Typed> {
  const fault = new SetFault(shell.folder, { command: given[0], at, signal: 'SIGKILL' });
  const ended = await shell.begin(given, fault.preload).ended;
  return ended.code === null ? `${given.join(' ')} killed at ${at}: ${fault.steps.at(-1)}` : ended;
}

/** Kills a command at one of its steps after the other, until it has none left. */
export async function killInEachStep(shell: Shell, killed: KilledCommand): Promise<Figure[]> {
  const { stride = 1, next, expected } = killed;
  const rows: Figure[] = [];
  for (let at = 1; ; at += stride) {
    const broken = await kill(shell, killed, at);
    if (typeof broken !== 'string') {
      return [...rows, row(`after ${rows.length} kills`, broken, expected)];
    }
    const [following, answer] = next;
    rows.push(row(broken, await shell.type(...following), answer));
  }
}

/** Runs commands while another one is halted at a step, which then continues. */
export async function besideHalted(
  shell: Shell,
  given: readonly [command: string, ...rest: string[]],
  at: string,
  others: readonly (readonly [given: readonly string[], expected: Expected])[],
  expected: Expected,
): Promise<Figure[]> {
  const fault = new SetFault(shell.folder, { command: given[0], at, signal: 'SIGSTOP' });
  const running = shell.begin(given, fault.preload);
  await fault.reached();
  const broken = `beside ${given.join(' ')}`;
  const rows: Figure[] = [];
  for (const [other, answer] of others) rows.push(row(broken, await shell.type(...other), answer));
  running.child.kill('SIGCONT');
  rows.push(row('beside refused commands', await running.ended, expected));
  return rows;
}
