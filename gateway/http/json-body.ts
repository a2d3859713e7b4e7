import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OperationLimits } from '../limits';
import type { HeldBodies } from './held-bodies';
import { readBody } from './request-body';

/**
 * Accepts JSON bodies up to the viewer's size limit. The viewer must be known. A body that is
 * rejected is not about a session, so with an invalid credential it is UNAUTHENTICATED.
 */
export function takeJson(app: FastifyInstance, limits: OperationLimits, bodies: HeldBodies): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  const parsed = (request: FastifyRequest, text: string) =>
    new Promise<unknown>((resolve, reject) => {
      void parseJson(request, text, (error, body) => (error ? reject(error) : resolve(body)));
    });
  bodies.track(app);
  app.removeAllContentTypeParsers();
  const read = async ({ exchange, headers }: FastifyRequest, payload: Readable) => {
    const anonymous = exchange.viewer.kind === 'anonymous';
    const bytesMax = anonymous ? limits.bodyBytesAnonymous : limits.bodyBytes;
    const body = await readBody(payload, headers['content-length'], bytesMax, exchange.heldBody);
    exchange.bodyBytes = body.length;
    return body.toString('utf8');
  };
  app.addContentTypeParser(
    'application/json',
    async (request: FastifyRequest, payload: Readable) => {
      try {
        return await parsed(request, await read(request, payload));
      } catch (error) {
        throw request.exchange.refusedCredential ?? error;
      }
    },
  );
}
