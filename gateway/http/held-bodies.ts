import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Viewer } from '../../platform/requests/viewer';
import { whenClosed } from '../../platform/requests/when-closed';
import { measureValue } from '../../platform/telemetry/at-scrape';
import { gatewayError } from '../errors';
import { accountKeyOf } from '../identity/viewer-keys';
import {
  bodiesRetrySeconds,
  bodyChunkOverheadBytes,
  heldBodiesBytesMax,
  heldBodiesBytesOfCallerMax,
} from './limits';

const retryAfterSeconds = bodiesRetrySeconds;

const tooManyOfAll = () => {
  const message = 'Too many request bodies are being read. Try again.';
  return gatewayError('SERVICE_UNAVAILABLE', message, { retryAfterSeconds });
};

const tooManyOfCaller = () => {
  const message = `Your requests that are under way have bodies of more than ${heldBodiesBytesOfCallerMax} bytes together. Wait for their answers before you send more.`;
  return gatewayError('RATE_LIMITED', message, { retryAfterSeconds });
};

/** Accounts for the body of a request, from its first byte until the response is sent. */
export interface HeldBody {
  /** @throws SERVICE_UNAVAILABLE or RATE_LIMITED if this many bytes do not fit now. */
  demandRoom(bytes: number): void;
  /** Counts received bytes. @throws the same. */
  add(chunk: Buffer): void;
  release(): void;
}

interface BodyHolder {
  readonly viewer: Viewer;
  heldBody: HeldBody;
}

const refuseToRead = () => {
  throw new Error('Follow the bodies of this route before you read them.');
};

/** The body of a request that must not be read. */
export const unreadableBody: HeldBody = {
  demandRoom: refuseToRead,
  add: refuseToRead,
  release: () => undefined,
};

/**
 * The memory used by request bodies in this process. Received bytes count, not announced ones:
 * otherwise a few idle connections would block everybody else.
 */
export class HeldBodies {
  private bytes = 0;
  private readonly bytesByCaller = new Map<string, number>();

  constructor(registry: Registry) {
    measureValue(registry, {
      name: 'gateway_held_body_bytes',
      help: 'Bytes of request bodies that are being read, or whose requests are in progress.',
      read: () => this.bytes,
    });
  }

  /** @param caller the account or network address that the bytes count for. */
  hold(caller: string, response: ServerResponse): HeldBody {
    let held = 0;
    const demandRoom = (bytes: number) => {
      const ofCaller = this.bytesByCaller.get(caller) ?? 0;
      if (ofCaller + bytes > heldBodiesBytesOfCallerMax) throw tooManyOfCaller();
      if (this.bytes + bytes > heldBodiesBytesMax) throw tooManyOfAll();
    };
    const count = (bytes: number) => {
      held += bytes;
      this.bytes += bytes;
      const ofCaller = (this.bytesByCaller.get(caller) ?? 0) + bytes;
      if (ofCaller === 0) this.bytesByCaller.delete(caller);
      else this.bytesByCaller.set(caller, ofCaller);
    };
    const release = () => {
      if (held > 0) count(-held);
    };
    whenClosed(response, release);
    const add = (chunk: Buffer) => {
      const bytes = chunk.length + bodyChunkOverheadBytes;
      demandRoom(bytes);
      count(bytes);
    };
    return { demandRoom, add, release };
  }

  /** The viewer must be known. */
  follow(exchange: BodyHolder, response: ServerResponse): void {
    exchange.heldBody = this.hold(accountKeyOf(exchange.viewer), response);
  }

  /** Adds the accounting to each exchange. The viewer must be known by then. */
  track(app: FastifyInstance): void {
    app.addHook('preParsing', ({ exchange }, reply, payload, done) => {
      if (exchange.heldBody === unreadableBody) this.follow(exchange, reply.raw);
      done(null, payload);
    });
  }
}
