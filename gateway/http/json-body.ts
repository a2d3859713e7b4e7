import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isRecord } from '../../platform/config/is-record';
import { badRequest } from '../errors';
import type { OperationLimits } from '../limits';
import type { Exchange } from './exchange';
import type { HeldBodies } from './held-bodies';
import { readBody } from './request-body';
import { startedRequest } from './started-requests';

/** Reads and parses the body of a request. @throws errors of both */
export type JsonReader = (exchange: Exchange, payload: Readable) => Promise<unknown>;

/** Leaves out an empty text that is sent beside a hash: Apollo Server compares them. */
function withoutEmptyText(body: unknown): unknown {
  if (!isRecord(body) || body.query !== '' || !isRecord(body.extensions)) return body;
  const { query: _empty, ...others } = body;
  return body.extensions.persistedQuery ? others : body;
}

/** Reads bodies up to the viewer's size limit. Names that would change a prototype are rejected. */
export function jsonReader(app: FastifyInstance, limits: OperationLimits): JsonReader {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  const parsed = (text: string) =>
    new Promise<unknown>((resolve, reject) => {
      // Fastify's parser does not look at the request.
      void parseJson(undefined as never, text, (error, body) =>
        error ? reject(error) : resolve(body),
      );
    });
  return async (exchange, payload) => {
    const { viewer, headers, heldBody } = exchange;
    const { bodyBytes, bodyBytesAnonymous } = limits;
    const bytesMax =
      viewer.kind === 'anonymous' ? Math.min(bodyBytes, bodyBytesAnonymous) : bodyBytes;
    const body = await readBody(payload, headers['content-length'], bytesMax, heldBody);
    exchange.bodyBytes = body.length;
    // Decoding would put U+FFFD where a name or an address has other bytes.
    if (!isUtf8(body)) throw badRequest('The body is not UTF-8.');
    return withoutEmptyText(await parsed(body.toString('utf8')));
  };
}

/**
 * Accepts JSON bodies up to the viewer's size limit. The viewer must be known. A body that is
 * rejected is not about a session, so with an invalid credential it is UNAUTHENTICATED.
 */
export function takeJson(app: FastifyInstance, limits: OperationLimits, bodies: HeldBodies): void {
  const read = jsonReader(app, limits);
  bodies.track(app);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    async (request: FastifyRequest, payload: Readable) => {
      const started = startedRequest(request.raw);
      if (started?.body) return started.body();
      try {
        return await read(request.exchange, payload);
      } catch (error) {
        throw request.exchange.refusedCredential ?? error;
      }
    },
  );
}
