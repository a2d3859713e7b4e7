import { createHash } from 'node:crypto';
import type { Random } from '../../../platform/testing/random';
import { buyerAddress } from '../../../testing/buyer-address';
import type { Account } from '../accounts';
import type { HttpRequest } from '../http';
import type { Known } from '../operations/known';
import type { Asker } from '../operations/roots';

/** The input from which a request is generated. */
export interface Draw {
  readonly random: Random;
  readonly known: Known;
  /** The account that sends it; null for an anonymous request. */
  readonly account: Account | null;
}

/** A kind of request, with random variations. */
export interface Attack {
  /** Begins with the number of the review finding that it is based on, if any. */
  readonly name: string;
  /** The possible senders. */
  readonly askers: readonly Asker[];
  /** Hashing is expensive on purpose; its effect on other requests is measured separately. */
  readonly hashesPasswords?: true;
  readonly request: (draw: Draw) => HttpRequest;
}

export const nobody: readonly Asker[] = ['NOBODY'];
export const customer: readonly Asker[] = ['CUSTOMER'];
export const either: readonly Asker[] = ['NOBODY', 'CUSTOMER', 'CUSTOMER'];
export const staff: readonly Asker[] = ['SUPPORT', 'WAREHOUSE', 'ADMIN'];

const json = { 'content-type': 'application/json' };

/** Body size that the attacks use, slightly below the limits. */
export const bytesFor = ({ account }: Draw): number => (account ? 900_000 : 90_000);

export const post = (
  query: string,
  variables: object = {},
  headers: HttpRequest['headers'] = {},
): HttpRequest => ({
  method: 'POST',
  path: '/graphql',
  headers: { ...json, ...headers },
  body: JSON.stringify({ query, variables }),
});

export const postBody = (body: string | Buffer, headers: HttpRequest['headers'] = {}) => ({
  method: 'POST',
  path: '/graphql',
  headers: { ...json, ...headers },
  body,
});

export const get = (query: string, variables: object = {}): HttpRequest => ({
  method: 'GET',
  path: `/graphql?query=${encodeURIComponent(query)}&variables=${encodeURIComponent(JSON.stringify(variables))}`,
  headers: { 'apollo-require-preflight': 'true' },
});

/** A request to `/graphql/stream`. */
export const stream = (body: object): HttpRequest => ({
  method: 'POST',
  path: '/graphql/stream',
  headers: { ...json, accept: 'text/event-stream' },
  body: JSON.stringify(body),
});

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A text that was not sent before. */
export const fresh = ({ random }: Draw): string =>
  `${random.int(0, 2 ** 32 - 1).toString(36)}${random.int(0, 2 ** 32 - 1).toString(36)}`;

export const times = (count: number, piece: (place: number) => string, glue = ' '): string =>
  Array.from({ length: count }, (_, place) => piece(place)).join(glue);

/** Repeats one of the pieces to about this many bytes, or to a fraction of them. */
export function long({ random }: Draw, bytes: number, pieces: readonly string[]): string {
  const piece = random.pick(pieces);
  const share = random.pick([0.1, 0.5, 1]);
  return piece.repeat(Math.max(1, Math.floor((bytes * share) / Buffer.byteLength(piece))));
}

export const addressOf = (text: string) => ({ ...buyerAddress, recipient: text });
