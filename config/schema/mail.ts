import { z } from 'zod';
import type { DeepReadonly } from '../../platform/config/deep-readonly';
import { type Mailbox, memoryMailbox, redisMailbox } from '../../platform/mail/mailbox';
import { readAuthority } from '../../platform/net/authority';
import type { Redis } from '../../platform/redis/redis';
import { httpUrl } from './http-url';
import { count, optionalText } from './values';

const urlPattern = /^smtps?:\/\/([^\s/?#@]*@)?[^\s/?#@]+\/?$/;
const fromPattern = /^([^<>@\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

/** The pages of `/account` that mails lead to. */
const accountPages = {
  resetPassword: 'reset-password',
  verifyEmail: 'verify-email',
  disown: 'not-me',
} as const;

export const mailPages = Object.keys(accountPages) as (keyof typeof accountPages)[];

type MailLinks = Readonly<Record<keyof typeof accountPages, string>> & {
  /** Null where no page shows an order. */
  readonly order: string | null;
};

/** A page, to which links in mails add the token. The default is served in every environment. */
const linkSchema = (what: string, name: string) =>
  httpUrl()
    .nullable()
    .default(null)
    .describe(
      `page that ${what}; mails add \`?token=…\`; default /account/${name} below server.publicUrl`,
    );

/** The mail server, and what mails contain that depends on the installation. */
export const mailSchema = z
  .strictObject({
    url: z
      .string()
      .regex(urlPattern, 'expected smtp://user:password@host:port or smtps://…')
      .nullable()
      .default(null)
      .describe(
        'mail server; if not set, no e-mail is sent: the log has its subject, and in development /mail shows it',
      ),
    from: z
      .string()
      .regex(fromPattern, 'expected an e-mail address, or Name <address>')
      .nullable()
      .default(null)
      .describe('sender of e-mails, e.g. `Shop <shop@example.com>`'),
    tls: z
      .enum(['required', 'off'])
      .default('required')
      .describe('STARTTLS or TLS with a valid certificate; off only for a server on this machine'),
    authorityFile: optionalText.describe('PEM file with the CA of its certificate'),
    links: z
      .strictObject({
        resetPassword: linkSchema('sets a new password', accountPages.resetPassword),
        verifyEmail: linkSchema('verifies an e-mail address', accountPages.verifyEmail),
        disown: linkSchema('disowns a change of the account', accountPages.disown),
        order: httpUrl()
          .nullable()
          .default(null)
          .describe(
            'page that shows an order; mails about it add `?orderId=…`; default /shop/order below server.publicUrl while server.shop is on',
          ),
      })
      .prefault({}),
    orders: z
      .boolean()
      .default(true)
      .describe(
        'whether buyers get e-mails about their orders: confirmed, shipped, cancelled, refunded',
      ),
    deadlineMs: count(100, 60_000).default(20_000).describe('max time per e-mail'),
  })
  .superRefine(({ url, from, tls }, context) => {
    if (url === null) return;
    const fault = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    if (from === null) fault('from', 'is required with mail.url');
    if (tls === 'required') return;
    if (url.startsWith('smtps:')) fault('tls', 'expected required with smtps://');
    else if (url.includes('@')) fault('tls', 'expected required with a password');
  })
  .prefault({});

type MailSettings = DeepReadonly<z.output<typeof mailSchema>>;

/**
 * The mail server; null if none is set.
 * @throws Error with one sentence that names the file of its CA, if that cannot be used.
 */
export function mailServerOf({ url, from, tls, authorityFile, deadlineMs }: MailSettings) {
  if (url === null || from === null) return null;
  return { url, from, tls, authority: readAuthority(authorityFile), deadlineMs };
}

/** The mailbox that `/mail` shows; null outside development. */
export function openMailbox(
  { environment }: { readonly environment: string },
  redis: Redis | null,
): Mailbox | null {
  if (environment !== 'development') return null;
  return redis === null ? memoryMailbox() : redisMailbox(redis);
}

interface NamedServer {
  readonly publicUrl: string | null;
  readonly port: number;
  readonly shop: boolean;
  readonly tls: { readonly certificateFile: string | null };
}

/** Builds links below the origin of this installation, never below the Host of a request. */
export function mailLinksOf(
  { links }: Pick<MailSettings, 'links'>,
  { publicUrl, port, shop, tls }: NamedServer,
): MailLinks {
  const scheme = tls.certificateFile === null ? 'http' : 'https';
  const { origin } = new URL(publicUrl ?? `${scheme}://localhost:${port}`);
  const pageOf = (page: keyof typeof accountPages) =>
    links[page] ?? `${origin}/account/${accountPages[page]}`;
  return {
    resetPassword: pageOf('resetPassword'),
    verifyEmail: pageOf('verifyEmail'),
    disown: pageOf('disown'),
    order: links.order ?? (shop ? `${origin}/shop/order` : null),
  };
}
