import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DeepReadonly } from '../platform/config/deep-readonly';

const urlPattern = /^smtps?:\/\/([^\s/?#@]*@)?[^\s/?#@]+\/?$/;
const fromPattern = /^([^<>@\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

/** E-mails: so far only the one that says why a webhook endpoint was disabled. */
export const mailSchema = z
  .strictObject({
    url: z
      .string()
      .regex(urlPattern, 'expected smtp://user:password@host:port or smtps://…')
      .nullable()
      .default(null)
      .describe('mail server; if not set, e-mails are logged without the e-mail address'),
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
    authorityFile: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe('PEM file with the CA of its certificate'),
    deadlineMs: z.int().min(100).max(60_000).default(20_000).describe('max time per e-mail'),
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
 * @throws Error if the file of its CA cannot be read.
 */
export function mailServerOf({ url, from, tls, authorityFile, deadlineMs }: MailSettings) {
  if (url === null || from === null) return null;
  const authority = authorityFile === null ? undefined : readFileSync(authorityFile, 'utf8');
  return { url, from, tls, authority, deadlineMs };
}
