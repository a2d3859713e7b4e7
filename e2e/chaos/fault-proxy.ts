import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from './random';

type Direction = 'request' | 'answer';

/** A connection, in from a caller and out to the one who is called. */
interface Link {
  readonly caller: Socket;
  readonly called: Socket;
  /** How often the caller spoke after an answer. */
  turns: number;
  lastSaid: Direction;
  /** Bytes were held back: the other side is not told at once that their sender has gone. */
  lingers: boolean;
}

export interface FaultProxyOptions {
  readonly name: string;
  readonly targetPort: number;
  readonly random: Random;
  /** Turns of a connection that are greetings: an answer among them says nothing of a call. */
  readonly greetingTurns: number;
}

/** Longer than it takes to serve a request whose sender is gone. */
const lingerMs = 3_000;

/**
 * Stands between two parties and passes bytes on, until it is told to do worse: to take its time,
 * to hold back what one side says, to cut connections, or to swallow an answer and cut, after what
 * was asked for has been done. It reads nothing of what it passes on.
 */
export class FaultProxy {
  private readonly server: Server;
  private readonly links = new Set<Link>();
  private delayMs: readonly [least: number, most: number] | null = null;
  private stragglers: { readonly share: number; readonly ms: readonly [number, number] } | null =
    null;
  private answersToLose = 0;
  private gate: { readonly of: Direction; readonly open: Promise<void> } | null = null;
  private openGate: () => void = () => undefined;
  private healing = new AbortController();
  answersLost = 0;
  stragglersHeld = 0;

  constructor(private readonly options: FaultProxyOptions) {
    this.server = createServer((caller) => this.accept(caller));
  }

  get name(): string {
    return this.options.name;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', resolve);
    });
  }

  async close(): Promise<void> {
    this.heal();
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.cut();
    await closed;
  }

  /** From now on everything takes so long, each way. */
  slow(least: number, most: number): void {
    this.delayMs = [least, most];
  }

  /** Some requests take so long, and are overtaken by others that were sent after them. */
  straggle(share: number, least: number, most: number): void {
    this.stragglers = { share, ms: [least, most] };
  }

  /** Ends all connections as they are. */
  cut(): void {
    for (const link of this.links) this.sever(link);
  }

  /** The next answers are swallowed and their connections cut: what was asked for is done. */
  loseAnswers(count: number): void {
    this.answersToLose += count;
  }

  /** Holds back what one side says, until it is healed. */
  hold(of: Direction): void {
    this.openGate();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gate = { of, open: promise };
    this.openGate = resolve;
  }

  /** Passes everything on again, what was held back first. */
  heal(): void {
    this.delayMs = null;
    this.stragglers = null;
    this.healing.abort();
    this.healing = new AbortController();
    this.answersToLose = 0;
    this.gate = null;
    this.openGate();
  }

  private accept(caller: Socket): void {
    const called = connect(this.options.targetPort, '127.0.0.1');
    const link: Link = { caller, called, turns: 0, lastSaid: 'request', lingers: false };
    this.links.add(link);
    for (const socket of [caller, called]) {
      socket.setNoDelay(true);
      // What went wrong with a connection is told by its end.
      socket.on('error', () => undefined);
      socket.once('close', () => void this.endOther(link, socket));
    }
    this.passOn(link, 'request', caller, called);
    this.passOn(link, 'answer', called, caller);
  }

  private async endOther(link: Link, gone: Socket): Promise<void> {
    if (gone === link.caller && link.lingers) await delay(lingerMs, undefined, { ref: false });
    link.caller.destroy();
    link.called.destroy();
    this.links.delete(link);
  }

  private passOn(link: Link, direction: Direction, from: Socket, to: Socket): void {
    from.on('data', (chunk) => {
      // One piece at a time keeps their order, and a slow reader slows its writer down.
      from.pause();
      void this.passPiece(link, direction, chunk, to).finally(() => from.resume());
    });
    from.on('end', () => {
      if (!link.lingers) to.end();
    });
  }

  private async passPiece(
    link: Link,
    direction: Direction,
    piece: Buffer,
    to: Socket,
  ): Promise<void> {
    if (direction === 'request' && link.lastSaid === 'answer') link.turns += 1;
    link.lastSaid = direction;
    if (direction === 'answer' && this.answersToLose > 0 && this.isPastGreeting(link)) {
      this.answersToLose -= 1;
      this.answersLost += 1;
      this.sever(link);
      return;
    }
    if (this.gate?.of === direction) {
      link.lingers = true;
      await this.gate.open;
    }
    if (direction === 'request') await this.maybeStraggle(link);
    if (this.delayMs) await delay(this.options.random.int(...this.delayMs));
    if (!to.destroyed && !to.write(piece)) {
      await new Promise<void>((resolve) => {
        to.once('drain', resolve);
        to.once('close', resolve);
      });
    }
  }

  private async maybeStraggle(link: Link): Promise<void> {
    const { random } = this.options;
    if (!this.stragglers || !this.isPastGreeting(link)) return;
    if (!random.chance(this.stragglers.share)) return;
    link.lingers = true;
    this.stragglersHeld += 1;
    const { signal } = this.healing;
    await delay(random.int(...this.stragglers.ms), undefined, { signal }).catch(() => undefined);
  }

  private isPastGreeting(link: Link): boolean {
    return link.turns >= this.options.greetingTurns;
  }

  private sever(link: Link): void {
    link.lingers = false;
    link.caller.destroy();
    link.called.destroy();
    this.links.delete(link);
  }
}
