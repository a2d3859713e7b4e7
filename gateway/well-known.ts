import type { FastifyInstance } from 'fastify';
import type { SigningKeys } from './signing-keys';

const keySetSeconds = 60;
const securityTextSeconds = 86_400;
const millisecondsPerDay = 86_400_000;
const securityTextDays = 180;

const contact = 'mailto:security@orderprocessing.example';

/** RFC 9116. It has to expire, so that nobody relies on an address that was left behind. */
function securityText(now: Date): string {
  const expires = new Date(now.getTime() + securityTextDays * millisecondsPerDay);
  expires.setUTCHours(0, 0, 0, 0);
  return [
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: en',
    '',
  ].join('\n');
}

/** The public keys of the access tokens (RFC 7517), and whom to tell of a hole (RFC 9116). */
export function wellKnownRoutes(app: FastifyInstance, keys: SigningKeys): void {
  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply.header('cache-control', `public, max-age=${keySetSeconds}`).send(await keys.keySet()),
  );

  app.get('/.well-known/security.txt', async (_request, reply) =>
    reply
      .header('cache-control', `public, max-age=${securityTextSeconds}`)
      .type('text/plain; charset=utf-8')
      .send(securityText(new Date())),
  );
}
