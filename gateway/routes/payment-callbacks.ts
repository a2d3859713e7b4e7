import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { TimeoutError, withDeadline, withinSignal } from '../../platform/resilience/deadline';
import { gatewayError } from '../errors';
import type { HeldBodies } from '../http/held-bodies';
import { readBody } from '../http/request-body';
import { callbackBytesMax, type OperationLimits } from '../limits';

const mutation = `mutation ($provider: String!, $headers: String!, $body: String!) {
  paymentCallback(provider: $provider, headers: $headers, body: $body)
}`;

const providerPattern = /^[a-z][a-z0-9-]{0,31}$/;

interface Answer {
  readonly paymentCallback: boolean;
}

/**
 * Treats a slow orders service as unavailable, because the provider retries its callback.
 * @throws SERVICE_UNAVAILABLE if orders does not answer in time.
 */
async function inTime<Value>(
  deadlineMs: number,
  call: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  try {
    return await withDeadline(deadlineMs, (signal) => withinSignal(call(signal), signal));
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    const message = 'The callback could not be taken in time. Send it again.';
    throw gatewayError('SERVICE_UNAVAILABLE', message);
  }
}

/**
 * Receives payment results from providers. The body is passed to orders unchanged, since the
 * signature covers every byte; orders verifies it and processes each callback once.
 */
export function paymentCallbackRoutes(
  parent: FastifyInstance,
  orders: ServiceCall,
  limits: Pick<OperationLimits, 'deadlineMs'>,
  bodies: HeldBodies,
): void {
  parent.register((app, _options, done) => {
    bodies.track(app);
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (request: FastifyRequest, payload: Readable) =>
      readBody(
        payload,
        request.headers['content-length'],
        callbackBytesMax,
        request.exchange.heldBody,
      ),
    );

    app.post<{ Params: { provider: string } }>(
      '/payments/callback/:provider',
      async (request, reply) => {
        const { provider } = request.params;
        if (!providerPattern.test(provider)) {
          throw gatewayError('NOT_FOUND', 'Unknown payment provider.');
        }
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const { authorization: _ours, cookie: _nobodys, ...headers } = request.headers;
        const { paymentCallback } = await inTime(limits.deadlineMs, (signal) =>
          orders<Answer>(
            mutation,
            { provider, headers: JSON.stringify(headers), body: body.toString('base64') },
            {
              viewer: { kind: 'system', cause: `payment-callback:${provider}` },
              requestId: request.id,
              signal,
            },
          ),
        );
        if (!paymentCallback) {
          throw gatewayError('UNAUTHENTICATED', 'The signature of the callback is invalid.');
        }
        return reply.code(204).send();
      },
    );
    done();
  });
}
