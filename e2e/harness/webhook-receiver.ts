import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { repositoryRoot } from '../../platform/process/repository-root';
import { freePort } from '../../platform/testing/free-port';

export type ReceiverMode = 'accept' | 'fail' | 'hang' | 'redirect';

/** A received delivery. */
export interface ReceivedWebhook {
  /** The status of the response. */
  readonly mode: ReceiverMode;
  readonly path: string;
  readonly id: string;
  /** The number of known secrets that it is signed with. */
  readonly signedBy: number;
  readonly event: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: { orderId: string; number: string; status: string; version: number };
  };
}

interface Message {
  readonly received?: ReceivedWebhook;
  readonly is?: string;
}

const program = path.join(repositoryRoot, 'e2e/harness/receiver-program.mjs');

/** A partner's receiver: a process that can be killed and restarted on its port. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  private child: ChildProcess | null = null;
  private mode: ReceiverMode = 'accept';
  private secrets: readonly string[] = [];

  private constructor(private readonly port: number) {}

  static async open(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver(await freePort());
    await receiver.start();
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [program, String(this.port)], {
      cwd: repositoryRoot,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    const up = this.printed(child, 'listening');
    child.on('message', ({ received }: Message) => {
      if (received) this.received.push(received);
    });
    child.send({ mode: this.mode, secrets: this.secrets });
    await up;
  }

  /** Resolves when the change is active; earlier deliveries may get the previous response. */
  async answers(mode: ReceiverMode): Promise<void> {
    this.mode = mode;
    await this.tell();
  }

  async knows(...secrets: string[]): Promise<void> {
    this.secrets = secrets;
    await this.tell();
  }

  /** Kills it with SIGKILL, like a machine failure. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** The deliveries of one order. */
  of(orderId: string): ReceivedWebhook[] {
    return this.received.filter(({ event }) => event.data.orderId === orderId);
  }

  private async tell(): Promise<void> {
    const { child, mode, secrets } = this;
    if (!child?.connected) return;
    const heard = this.printed(child, mode);
    child.send({ mode, secrets });
    await heard;
  }

  private printed(child: ChildProcess, word: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const listen = ({ is }: Message) => {
        if (is !== word) return;
        child.off('message', listen);
        resolve();
      };
      child.on('message', listen);
      child.once('exit', () => reject(new Error(`The receiver ended before it said ${word}.`)));
    });
  }
}
