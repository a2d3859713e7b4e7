import type { FastifyInstance } from 'fastify';
import type { Configuration } from '../../config/schema';
import { msPerDay } from '../../platform/values/time';
import { clientScheme } from '../http/client-address';
import { pagePolicy } from '../http/security-headers';
import type { SigningKeys } from '../identity/signing-keys';
import { bountyAlias, bountyPage, bountyPath } from './bounty-page';

const keySetSeconds = 60;
const securityTextSeconds = 86_400;
const securityTextDays = 180;

const securityTextPath = '/.well-known/security.txt';

export interface WellKnownOptions {
  readonly keys: SigningKeys;
  readonly server: Pick<
    Configuration['server'],
    'publicUrl' | 'securityContact' | 'trustedProxies'
  >;
}

/** security.txt (RFC 9116). It must expire, so that nobody relies on an outdated address. */
function securityText(contact: string, origin: string, now: Date): string {
  const expires = new Date(now.getTime() + securityTextDays * msPerDay);
  expires.setUTCHours(0, 0, 0, 0);
  return [
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString()}`,
    `Policy: ${origin}${bountyPath}`,
    `Canonical: ${origin}${securityTextPath}`,
    'Preferred-Languages: en',
    '',
  ].join('\n');
}

/** The public keys for access tokens (RFC 7517), and the security contact (RFC 9116). */
export function wellKnownRoutes(app: FastifyInstance, { keys, server }: WellKnownOptions): void {
  const { publicUrl, securityContact } = server;
  const schemeOf = clientScheme(server.trustedProxies);
  const origin = publicUrl === null ? null : new URL(publicUrl).origin;

  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply.header('cache-control', `public, max-age=${keySetSeconds}`).send(await keys.keySet()),
  );

  app.get(securityTextPath, async (request, reply) => {
    // The host is the request's if no origin is configured, so the answer must not be cached.
    if (origin !== null) reply.header('cache-control', `public, max-age=${securityTextSeconds}`);
    const here = origin ?? `${schemeOf(request.raw)}://${request.headers.host}`;
    return reply
      .type('text/plain; charset=utf-8')
      .send(securityText(securityContact, here, new Date()));
  });

  app.get(bountyAlias, async (_request, reply) => reply.redirect(bountyPath, 308));

  app.get(bountyPath, async (_request, reply) =>
    reply
      .header('cache-control', `public, max-age=${securityTextSeconds}`)
      .header('content-security-policy', pagePolicy)
      .type('text/html; charset=utf-8')
      .send(bountyPage(securityContact)),
  );
}
