import type { FastifyReply } from 'fastify';
import { pagePolicy } from '../http/security-headers';
import { stylePath } from './landing-page-html';
import { themeLinks } from './theme';

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Page not found</title>
${themeLinks}
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<main>
<h1>Page not found</h1>
<p class="lead">There is nothing at this address. It may have been mistyped.</p>
<p><a href="/">Show what is here</a></p>
</main>
</body>
</html>
`;

/** Sends the page for people whose address leads to nothing. */
export function sendNotFoundPage(reply: FastifyReply): FastifyReply {
  return reply
    .header('vary', 'Origin, Accept')
    .header('content-security-policy', pagePolicy)
    .type('text/html; charset=utf-8')
    .send(html);
}
