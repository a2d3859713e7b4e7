import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { systemScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { gatewayError } from '../errors';
import { observeRequests } from '../http/request-log';
import type { Viewers } from '../identity/viewer';
import type { RateGate } from '../operation/rate-gate';
import type { GraphqlRouteOptions } from './graphql';

const openExport = `mutation ($id: ID!, $userId: ID!) {
  opened: openDataExport(id: $id, userId: $userId) { parts bytes }
}`;
const exportPart = `query ($id: ID!, $userId: ID!, $position: Int!) {
  part: dataExportPart(id: $id, userId: $userId, position: $position)
}`;

/** The deadline of one call of users. */
const callDeadlineMs = 10_000;

interface Opened {
  readonly opened: { readonly parts: number; readonly bytes: number } | null;
}

interface Part {
  readonly part: string | null;
}

export interface DataExportRouteOptions extends Pick<GraphqlRouteOptions, 'logger'> {
  readonly viewerOf: Viewers['of'];
  readonly gate: RateGate;
  /** The internal schema of users. */
  readonly users: ServiceCall;
}

/** @throws Error for a lost piece: the connection breaks, so that nobody takes it for the whole. */
async function* pieces(
  count: number,
  pieceAt: (position: number) => Promise<string | null>,
): AsyncGenerator<Buffer> {
  for (let position = 0; position < count; position += 1) {
    const piece = await pieceAt(position);
    if (piece === null) throw new Error('A data export has lost a piece.');
    yield Buffer.from(piece, 'base64');
  }
}

/** @throws SERVICE_UNAVAILABLE if users does not answer in time. */
async function inTime<Data>(call: Promise<Data>): Promise<Data> {
  try {
    return await call;
  } catch (error) {
    if ((error as Error).name !== 'TimeoutError') throw error;
    const message = 'The data export cannot be opened at the moment. Try again.';
    throw gatewayError('SERVICE_UNAVAILABLE', message);
  }
}

const notFound = () =>
  gatewayError('NOT_FOUND', 'You have no such data export, or its 24 hours are over.');

/**
 * Downloads of data exports, for their owners only: a link alone, an API key and another account get
 * nothing.
 */
export function dataExportRoute(parent: FastifyInstance, options: DataExportRouteOptions): void {
  const { viewerOf, gate, users, logger } = options;
  const scopeOf = ({ id }: FastifyRequest) => systemScope(`data-export:${id}`, callDeadlineMs, id);

  parent.register((app, _options, done) => {
    observeRequests(app, logger);
    app.addHook('onRequest', async (request, reply) => {
      request.exchange.viewer = await viewerOf(request.headers, request.exchange.address);
      gate.beforeBody(request, reply);
    });
    app.addHook('onSend', gate.onRefused);

    // HEAD would open an export, which counts as a download.
    const options = { exposeHeadRoute: false };
    app.get<{ Params: { id: string } }>('/data-exports/:id', options, async (request, reply) => {
      const { viewer } = request.exchange;
      const { id } = request.params;
      if (viewer.kind === 'anonymous') {
        const message = 'Send the access token of the owner in `Authorization`.';
        throw gatewayError('UNAUTHENTICATED', message);
      }
      if (viewer.kind !== 'user') throw notFound();
      const { userId } = viewer;
      const opening = users<Opened>(openExport, { id, userId }, scopeOf(request));
      const { opened } = await inTime(opening);
      if (opened === null) throw notFound();
      const pieceAt = async (position: number) => {
        const variables = { id, userId, position };
        return (await users<Part>(exportPart, variables, scopeOf(request))).part;
      };
      const file = Readable.from(pieces(opened.parts, pieceAt));
      file.once('error', (error: unknown) => {
        logger.error({ err: error, requestId: request.id }, 'data export broken off');
      });
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="data-export-${id}.json"`)
        .header('content-length', opened.bytes)
        .send(file);
    });
    done();
  });
}
