import type { FastifyInstance } from 'fastify';
import { isCurrent } from '../http/entity-tags';
import type { ServedSchema } from '../served-schema';

export const schemaPath = '/graphql/schema.graphql';

/** The complete schema as SDL, for tools; they may keep it and ask whether it is current. */
export function schemaRoute(app: FastifyInstance, served: ServedSchema): void {
  app.get(schemaPath, async (request, reply) => {
    const { text, etag } = served.current;
    reply.header('cache-control', 'public, no-cache').header('etag', etag);
    if (isCurrent(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.type('text/plain; charset=utf-8').send(text);
  });
}
