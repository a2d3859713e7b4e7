import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { whenClosed } from '../../platform/requests/when-closed';
import { gaugeIn } from '../../platform/telemetry/instruments';
import { LinkedList } from '../../platform/values/linked-list';

/** Counts the requests that wait for their response. An open stream has begun its response. */
export function measureInFlight({ server }: FastifyInstance, registry: Registry): void {
  const open = new LinkedList<ServerResponse>();
  server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
    const entry = open.add(response);
    whenClosed(response, () => entry.remove());
  });
  gaugeIn(registry, {
    name: 'gateway_requests_in_flight',
    help: 'Requests whose response has not begun.',
    collect() {
      this.set(open.entries().filter(({ value }) => !value.headersSent).length);
    },
  });
}
