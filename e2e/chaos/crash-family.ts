import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { childEnvironment } from '../../platform/config/child-environment';
import type { Viewer } from '../../platform/requests/viewer';
import type { Plan, ToChild, ToParent } from './crash-messages';

const answerDeadlineMs = 60_000;

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly string[];
}

type Opening = Omit<Extract<ToChild, { kind: 'open' }>, 'kind'>;
type Relay = Extract<ToParent, { kind: 'relay' }>;

/** A process with the subgraphs of a shop, which crashes on request. */
export class CrashChild {
  /** Resolves when it has exited. */
  readonly gone: Promise<void>;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private readonly ready: Promise<void>;
  private calls = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly onRelay: (relay: Relay) => Promise<object | undefined>,
  ) {
    this.gone = new Promise((resolve) => child.once('exit', () => resolve()));
    const ready = Promise.withResolvers<void>();
    this.ready = ready.promise;
    child.on('message', (message) => this.hear(message as ToParent, ready.resolve));
    // Messages to a crashed process are dropped.
    child.on('error', () => undefined);
  }

  /**
   * @param dist the folder of the compiled code.
   * @param onRelay handles a call during which the other side crashes; undefined if it returned no
   * response.
   */
  static async start(
    dist: string,
    opening: Opening,
    onRelay: (relay: Relay) => Promise<object | undefined> = async () => undefined,
  ): Promise<CrashChild> {
    const child = fork(path.join(dist, 'e2e/chaos/crash-child.js'), {
      env: childEnvironment(),
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const one = new CrashChild(child, onRelay);
    one.send({ kind: 'open', ...opening });
    const late = one.gone.then(() =>
      Promise.reject(new Error('The process crashed during its start.')),
    );
    await Promise.race([one.ready, late]);
    return one;
  }

  plan(plan: Plan | null): void {
    this.send({ kind: 'plan', plan });
  }

  /** Calls the public schema of orders. Null if it crashed. */
  ask(query: string, variables: Record<string, unknown>, viewer: Viewer): Promise<Answer | null> {
    return this.answered((id) => ({ kind: 'ask', id, query, variables, viewer }));
  }

  /** Calls the internal schema of inventory. Null if it crashed. */
  serve(
    query: string,
    variables: Record<string, unknown>,
    diesCommitted = false,
  ): Promise<Answer | null> {
    return this.answered((id) => ({ kind: 'serve', id, query, variables, diesCommitted }));
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.gone;
  }

  private async answered(message: (id: number) => ToChild): Promise<Answer | null> {
    this.calls += 1;
    const id = this.calls;
    const answer = new Promise<Answer>((resolve) => this.waiting.set(id, resolve));
    this.send(message(id));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const fail = () => reject(new Error('A child neither responded nor crashed in time.'));
      timer = setTimeout(fail, answerDeadlineMs);
    });
    try {
      return await Promise.race([answer, this.gone.then(() => null), late]);
    } finally {
      clearTimeout(timer);
      this.waiting.delete(id);
    }
  }

  private send(message: ToChild): void {
    this.child.send(message, () => undefined);
  }

  private hear(message: ToParent, ready: () => void): void {
    if (message.kind === 'ready') return ready();
    if (message.kind === 'answer') return this.waiting.get(message.id)?.(message);
    void this.onRelay(message).then((data) => {
      this.send({ kind: 'relayed', id: message.id, data });
    });
  }
}
