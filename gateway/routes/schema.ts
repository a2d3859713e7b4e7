import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isCurrent } from '../http/entity-tags';
import type { ServedSchema, ServedText } from '../served-schema';

export const schemaPath = '/graphql/schema.graphql';
export const possibleTypesPath = '/graphql/possible-types.json';

/**
 * The complete schema as SDL, for tools, and the members of its abstract types, for caches of clients.
 * They may keep both, and ask whether they are current.
 */
export function schemaRoute(app: FastifyInstance, served: ServedSchema): void {
  const send = (
    request: FastifyRequest,
    reply: FastifyReply,
    { text, etag }: ServedText,
  ): FastifyReply => {
    reply.header('cache-control', 'public, no-cache').header('etag', etag);
    if (isCurrent(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.send(text);
  };
  app.get(schemaPath, async (request, reply) =>
    send(request, reply.type('text/plain; charset=utf-8'), served.current.sdl),
  );
  app.get(possibleTypesPath, async (request, reply) =>
    send(request, reply.type('application/json; charset=utf-8'), served.current.possibleTypes),
  );
}
