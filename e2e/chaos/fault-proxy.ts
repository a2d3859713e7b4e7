import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { drained } from '../../platform/process/drained';
import type { Random } from '../../platform/testing/random';

type Direction = 'request' | 'answer';
/** `record length`: a TLS record that seems to be longer, so that its reader waits for the rest. */
export type FlippedBit = 'any' | 'record length';

/** A connection from the caller and one to the callee. */
interface Link {
  readonly caller: Socket;
  readonly called: Socket;
  /** How often the caller spoke after an answer. */
  roundTrips: number;
  lastSaid: Direction;
  /** Bytes were held back, so the other side does not notice at once that their sender has gone. */
  lingers: boolean;
  /** Resolves when the last bytes of each direction were passed on. */
  readonly passed: Record<Direction, Promise<void>>;
}

export interface FaultProxyOptions {
  readonly name: string;
  readonly targetPort: number;
  readonly random: Random;
  /** Turns of a connection that are greetings: an answer among them says nothing of a call. */
  readonly handshakeRoundTrips: number;
}

/** The type of a TLS record, and where the higher byte of its length is. */
const applicationData = 23;
const recordLengthAt = 3;
/** The bit there that makes it 2 kB longer. */
const longerBy = 0x08;
/** Longer than it takes to serve a request whose sender has disconnected. */
const lingerMs = 3_000;

/**
 * A TCP proxy that injects faults on request: it delays bytes, flips bits, holds back one
 * direction, cuts connections, or drops a response and cuts, after the request took effect. It
 * does not parse the data.
 */
export class FaultProxy {
  private readonly server: Server;
  private readonly links = new Set<Link>();
  private delayMs: readonly [least: number, most: number] | null = null;
  private stragglers: { readonly share: number; readonly ms: readonly [number, number] } | null =
    null;
  private answersToLose = 0;
  private shareToLose = 1;
  private flipDue: { readonly direction: Direction; readonly what: FlippedBit } | null = null;
  private gate: { readonly of: Direction | 'both'; readonly open: Promise<void> } | null = null;
  private openGate: () => void = () => undefined;
  private healing = new AbortController();
  answersLost = 0;
  bitsFlipped = 0;
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

  /** Delays everything from now on, in each direction. */
  slow(least: number, most: number): void {
    this.delayMs = [least, most];
  }

  /** Delays some requests, so that later requests overtake them. */
  straggle(share: number, least: number, most: number): void {
    this.stragglers = { share, ms: [least, most] };
  }

  /** Cuts all connections. */
  cut(): void {
    for (const link of this.links) this.sever(link);
  }

  /**
   * Drops the next responses and cuts their connections, although the requests took effect.
   * @param share of the responses, until so many were dropped.
   */
  loseAnswers(count: number, share = 1): void {
    this.answersToLose += count;
    this.shareToLose = share;
  }

  /** Flips a bit of the next bytes in this direction, after the greeting. */
  flip(direction: Direction, what: FlippedBit = 'any'): void {
    this.flipDue = { direction, what };
  }

  /** Holds back one direction, or both as a network that is cut does, until `heal`. */
  hold(of: Direction | 'both'): void {
    this.openGate();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gate = { of, open: promise };
    this.openGate = resolve;
  }

  /** Forwards everything again, starting with the held bytes. */
  heal(): void {
    this.delayMs = null;
    this.stragglers = null;
    this.healing.abort();
    this.healing = new AbortController();
    this.answersToLose = 0;
    this.flipDue = null;
    this.gate = null;
    this.openGate();
  }

  private accept(caller: Socket): void {
    const called = connect(this.options.targetPort, '127.0.0.1');
    const passed = { request: Promise.resolve(), answer: Promise.resolve() };
    const link: Link = {
      caller,
      called,
      roundTrips: 0,
      lastSaid: 'request',
      lingers: false,
      passed,
    };
    this.links.add(link);
    for (const socket of [caller, called]) {
      socket.setNoDelay(true);
      // Errors are handled when the connection closes.
      socket.on('error', () => undefined);
      socket.once('close', () => void this.endOther(link, socket));
    }
    this.passOn(link, 'request', caller, called);
    this.passOn(link, 'answer', called, caller);
  }

  private async endOther(link: Link, gone: Socket): Promise<void> {
    if (gone === link.caller && link.lingers) await delay(lingerMs, undefined, { ref: false });
    if (gone === link.called && !link.lingers) await link.passed.answer;
    link.caller.destroy();
    link.called.destroy();
    this.links.delete(link);
  }

  private passOn(link: Link, direction: Direction, from: Socket, to: Socket): void {
    from.on('data', (chunk) => {
      // One chunk at a time keeps the order and applies backpressure.
      from.pause();
      link.passed[direction] = this.passPiece(link, direction, chunk, to).finally(() =>
        from.resume(),
      );
    });
    // It may come while the last bytes are delayed.
    from.on('end', async () => {
      await link.passed[direction];
      if (!link.lingers) to.end();
    });
  }

  private async passPiece(
    link: Link,
    direction: Direction,
    piece: Buffer,
    to: Socket,
  ): Promise<void> {
    if (direction === 'request' && link.lastSaid === 'answer') link.roundTrips += 1;
    link.lastSaid = direction;
    if (direction === 'answer' && this.losesAnswer(link)) {
      this.answersToLose -= 1;
      this.answersLost += 1;
      this.sever(link);
      return;
    }
    if (this.flipDue?.direction === direction && this.isPastGreeting(link)) this.flipIn(piece);
    if (this.gate?.of === direction || this.gate?.of === 'both') {
      link.lingers = true;
      await this.gate.open;
    }
    if (direction === 'request') await this.maybeStraggle(link);
    if (this.delayMs) await delay(this.options.random.int(...this.delayMs));
    if (!to.destroyed && !to.write(piece)) await drained(to);
  }

  private flipIn(piece: Buffer): void {
    const { random } = this.options;
    if (this.flipDue?.what === 'record length') {
      const [type, , , length = 0] = piece;
      // One that is as long already is left for the next.
      if (type !== applicationData || (length & longerBy) !== 0) return;
      piece[recordLengthAt] = length | longerBy;
    } else {
      const at = random.int(0, piece.length - 1);
      piece[at] = (piece[at] ?? 0) ^ (1 << random.int(0, 7));
    }
    this.flipDue = null;
    this.bitsFlipped += 1;
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

  private losesAnswer(link: Link): boolean {
    if (this.answersToLose === 0 || !this.isPastGreeting(link)) return false;
    return this.shareToLose === 1 || this.options.random.chance(this.shareToLose);
  }

  private isPastGreeting(link: Link): boolean {
    return link.roundTrips >= this.options.handshakeRoundTrips;
  }

  private sever(link: Link): void {
    link.lingers = false;
    link.caller.destroy();
    link.called.destroy();
    this.links.delete(link);
  }
}
