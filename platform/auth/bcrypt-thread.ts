import { Worker } from 'node:worker_threads';

/**
 * Hashing gets a lower CPU priority: a slightly slower sign-in is better than slow requests for
 * everybody else. The one thread of known devices has the normal one, because a flood of refused
 * requests would starve it as well.
 */
const nicenesses = { known: 0, others: 10 } as const;

/** Runs in the thread. Only Linux has a priority for each thread. */
const program = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { hashSync, verifySync } = require(workerData.bcrypt);
  try {
    const thread = require('node:fs').readlinkSync('/proc/thread-self').split('/').pop();
    require('node:os').setPriority(Number(thread), workerData.niceness);
  } catch {}
  parentPort.on('message', ({ id, text, cost, hash }) => {
    try {
      const value = hash === null ? hashSync(text, cost) : verifySync(text, hash);
      parentPort.postMessage({ id, value });
    } catch (error) {
      parentPort.postMessage({ id, failure: error.message });
    }
  });
`;

interface Reply {
  readonly id: number;
  readonly value?: string | boolean;
  readonly failure?: string;
}

interface Pending {
  resolve(value: string | boolean | undefined): void;
  reject(error: Error): void;
}

class BcryptThread {
  private worker: Worker | null = null;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;

  constructor(private readonly niceness: number) {}

  hash(text: string, cost: number): Promise<string> {
    return this.ask({ text, cost, hash: null }) as Promise<string>;
  }

  verify(text: string, hash: string): Promise<boolean> {
    return this.ask({ text, cost: 0, hash }) as Promise<boolean>;
  }

  get isIdle(): boolean {
    return this.pending.size === 0;
  }

  private ask(task: object): Promise<unknown> {
    const worker = this.worker ?? this.start();
    this.lastId += 1;
    const id = this.lastId;
    // The process stays alive while a call is pending; an idle thread does not keep it alive.
    worker.ref();
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      worker.postMessage({ id, ...task });
    });
  }

  private start(): Worker {
    const bcrypt = require.resolve('@node-rs/bcrypt');
    const worker = new Worker(program, {
      eval: true,
      workerData: { bcrypt, niceness: this.niceness },
    });
    worker.on('message', (reply: Reply) => this.answer(reply, worker));
    worker.once('error', (error: Error) => this.failPending(worker, error));
    worker.once('exit', () => this.failPending(worker, new Error('The hashing thread ended.')));
    this.worker = worker;
    return worker;
  }

  private answer({ id, value, failure }: Reply, worker: Worker): void {
    const waiting = this.pending.get(id);
    this.pending.delete(id);
    if (this.pending.size === 0) worker.unref();
    if (failure === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(failure));
  }

  /** Rejects the pending calls; the next call starts another thread. */
  private failPending(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = null;
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }
}

/**
 * Threads for all hashing in the process: one for each task at the same time, so the queue of
 * passwords decides how many there are. They are reused.
 */
class BcryptThreads {
  private readonly ofKnown = new BcryptThread(nicenesses.known);
  private readonly others: BcryptThread[] = [];

  hash(text: string, cost: number, isKnown: boolean): Promise<string> {
    return this.idle(isKnown).hash(text, cost);
  }

  verify(text: string, hash: string, isKnown: boolean): Promise<boolean> {
    return this.idle(isKnown).verify(text, hash);
  }

  private idle(isKnown: boolean): BcryptThread {
    if (isKnown && this.ofKnown.isIdle) return this.ofKnown;
    const idle = this.others.find(({ isIdle }) => isIdle);
    if (idle !== undefined) return idle;
    const added = new BcryptThread(nicenesses.others);
    this.others.push(added);
    return added;
  }
}

export const bcryptThreads = new BcryptThreads();
