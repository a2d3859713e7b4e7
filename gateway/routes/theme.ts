import type { FastifyInstance } from 'fastify';
import { StaticFiles } from './static-files';

const path = '/theme';
const icon = 'favicon.svg';

/** Links for the head of every page that the gateway itself writes. */
export const themeLinks = `<link rel="icon" href="${path}/${icon}">
<link rel="stylesheet" href="${path}/theme.css">`;

/**
 * The colors and the icon of all pages, from web/theme. Browsers ask for `/favicon.ico` at addresses
 * that are no pages, such as `/health`.
 * @throws Error if they are not built.
 */
export function themeRoutes(app: FastifyInstance): void {
  const files = new StaticFiles('theme');
  app.route<{ Params: { readonly '*': string } }>({
    method: ['GET', 'HEAD'],
    url: `${path}/*`,
    handler: (request, reply) => files.send(request, reply, request.params['*']),
  });
  app.route({
    method: ['GET', 'HEAD'],
    url: '/favicon.ico',
    handler: (request, reply) => files.send(request, reply, icon),
  });
}
