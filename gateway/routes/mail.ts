import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mailStyle } from '../../mail/style';
import type { Mailbox, ShownMail } from '../../platform/mail/mailbox';
import type { Logger } from '../../platform/telemetry/logger';
import { escapeHtml } from '../../platform/values/html';
import { gatewayError } from '../errors';
import { htmlPage } from './html-page';

const mailPath = '/mail';

const style = `
body { margin: 0 auto; padding: 16px; max-width: 720px; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); }
h1 { margin: 0 0 8px; font-size: 24px; overflow-wrap: anywhere; }
a { color: var(--accent); }
article { padding: 16px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
h2 { margin: 0; font-size: 18px; }
p { margin: 4px 0 8px; }
.facts { color: var(--soft); }
pre { margin: 8px 0 0; padding: 12px; background: var(--sunken); border-radius: 6px; font: 14px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
summary { padding: 8px 0; cursor: pointer; }
iframe { display: block; box-sizing: border-box; width: 100%; height: 70vh; margin: 16px 0; border: 1px solid var(--line); border-radius: 6px; }
`;

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** No script at all, and no style but that of the page and the theme. */
const policy = [
  "default-src 'none'",
  `style-src 'self' ${hashOf(style)}`,
  "img-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The policy of the mail itself, which is shown in a frame: its links open in another tab. */
const framedPolicy = [
  "default-src 'none'",
  `style-src ${hashOf(mailStyle)}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

const page = (title: string, body: string): string =>
  htmlPage({
    title,
    description: 'What would have been sent, in development.',
    body,
    style: `<style>${style}</style>`,
  });

const urlAtEnd = /^https?:\/\/\S+$/;

/** Plain text with its links, which are lines of their own. */
function textOf({ text }: ShownMail): string {
  const lines = text.split('\n').map((line) => {
    const escaped = escapeHtml(line);
    return urlAtEnd.test(line) ? `<a href="${escaped}">${escaped}</a>` : escaped;
  });
  return `<pre>${lines.join('\n')}</pre>`;
}

function factsOf({ to, at }: ShownMail): string {
  const time = at.toISOString();
  const shown = `${time.slice(0, 19).replace('T', ' ')} UTC`;
  return `<p class="facts">to ${escapeHtml(to)} · <time datetime="${time}">${shown}</time></p>`;
}

function listPage(mails: readonly ShownMail[]): string {
  const articles = mails.map(
    (mail) => `<article>
<h2><a href="${mailPath}/${escapeHtml(mail.key)}">${escapeHtml(mail.subject)}</a></h2>
${factsOf(mail)}
<details><summary>Text</summary>
${textOf(mail)}
</details>
</article>`,
  );
  const none = '<p>No mail yet. Register an account, or ask for a new password.</p>';
  return page(
    'Mail',
    `<main>
<h1>Mail</h1>
<p class="facts">The latest mails of this shop. This page exists in development only.</p>
${articles.length === 0 ? none : articles.join('\n')}
</main>`,
  );
}

function mailPage(mail: ShownMail): string {
  const framed = `<iframe src="${mailPath}/${escapeHtml(mail.key)}/page" title="The mail as a page"></iframe>`;
  return page(
    mail.subject,
    `<main>
<p><a href="${mailPath}">All mails</a></p>
<h1>${escapeHtml(mail.subject)}</h1>
${factsOf(mail)}
${mail.html === null ? '' : framed}
<h2>Text</h2>
${textOf(mail)}
</main>`,
  );
}

interface OneMail {
  readonly Params: { readonly key: string };
}

/** Shows the mails of the shop to its developer. Never in production: they contain tokens. */
export function mailRoutes(app: FastifyInstance, mailbox: Mailbox, logger: Logger): void {
  const send = (reply: FastifyReply, html: string, csp = policy) =>
    reply.header('content-security-policy', csp).type('text/html; charset=utf-8').send(html);

  /** @throws SERVICE_UNAVAILABLE while Redis, which alone has them, does not answer. */
  const latest = async ({ id }: FastifyRequest) => {
    try {
      return await mailbox.latest();
    } catch (error) {
      logger.warn({ err: error, requestId: id }, 'the mails could not be read');
      throw gatewayError('SERVICE_UNAVAILABLE', 'The mails cannot be read at the moment.');
    }
  };
  const find = async (request: FastifyRequest<OneMail>) =>
    (await latest(request)).find(({ key }) => key === request.params.key) ?? null;

  app.get(mailPath, async (request, reply) => send(reply, listPage(await latest(request))));

  app.get<OneMail>(`${mailPath}/:key`, async (request, reply) => {
    const mail = await find(request);
    return mail === null ? reply.callNotFound() : send(reply, mailPage(mail));
  });

  app.get<OneMail>(`${mailPath}/:key/page`, async (request, reply) => {
    const mail = await find(request);
    if (mail === null || mail.html === null) return reply.callNotFound();
    reply.header('x-frame-options', 'SAMEORIGIN');
    return send(reply, mail.html.replace('<head>', '<head>\n<base target="_blank">'), framedPolicy);
  });
}
