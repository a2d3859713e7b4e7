import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayLimits } from './limits';
import { readBody } from './request-body';

/** Bodies are JSON here, of as many bytes as this caller may send. The viewer must be known. */
export function takeJson(app: FastifyInstance, limits: GatewayLimits): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  const parsed = (request: FastifyRequest, text: string) =>
    new Promise<unknown>((resolve, reject) => {
      void parseJson(request, text, (error, body) => (error ? reject(error) : resolve(body)));
    });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    async (request: FastifyRequest, payload: Readable) => {
      const anonymous = request.exchange.viewer.kind === 'anonymous';
      const bytesMax = anonymous ? limits.bodyBytesAnonymousMax : limits.bodyBytesMax;
      const body = await readBody(payload, request.headers['content-length'], bytesMax);
      return parsed(request, body.toString('utf8'));
    },
  );
}
