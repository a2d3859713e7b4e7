import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Gauge, type Registry } from 'prom-client';

/** Counts the requests that wait for their response. An open stream has begun its response. */
export function measureInFlight({ server }: FastifyInstance, registry: Registry): void {
  const open = new Set<ServerResponse>();
  server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  new Gauge({
    name: 'gateway_requests_in_flight',
    help: 'Requests whose response has not begun.',
    registers: [registry],
    collect() {
      this.set([...open].filter(({ headersSent }) => !headersSent).length);
    },
  });
}
