import type { FastifyReply } from 'fastify';
import { pagePolicy } from '../http/security-headers';
import { htmlPage } from './html-page';

const html = htmlPage({
  title: 'Page not found',
  body: `<main>
<h1>Page not found</h1>
<p class="lead">There is nothing at this address. It may have been mistyped.</p>
<p><a href="/">Show what is here</a></p>
</main>`,
});

/** Sends the page for people whose address leads to nothing. */
export function sendNotFoundPage(reply: FastifyReply): FastifyReply {
  return reply
    .header('vary', 'Origin, Accept')
    .header('content-security-policy', pagePolicy)
    .type('text/html; charset=utf-8')
    .send(html);
}
