import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DeepReadonly } from '../platform/config/deep-readonly';

const urlPattern = /^smtps?:\/\/([^\s/?#@]*@)?[^\s/?#@]+\/?$/;
const fromPattern = /^([^<>@\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

/** What is sent to people: so far, why their webhook endpoint was disabled. */
export const mailSchema = z
  .strictObject({
    url: z
      .string()
      .regex(urlPattern, 'expected smtp://user:password@host:port or smtps://…')
      .nullable()
      .default(null)
      .describe('server that mails are handed to; without one they are logged, without address'),
    from: z
      .string()
      .regex(fromPattern, 'expected an address, or Name <address>')
      .nullable()
      .default(null)
      .describe('whom mails come from, e.g. `Shop <shop@example.com>`'),
    tls: z
      .enum(['required', 'off'])
      .default('required')
      .describe('STARTTLS or TLS with a certificate that holds; off for a server on this machine'),
    authorityFile: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe('PEM file with the authority of its certificate'),
    deadlineMs: z.int().min(100).max(60_000).default(20_000).describe('for one mail'),
  })
  .superRefine(({ url, from, tls }, context) => {
    if (url === null) return;
    const fault = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    if (from === null) fault('from', 'is needed beside mail.url');
    if (tls === 'required') return;
    if (url.startsWith('smtps:')) fault('tls', 'expected required with smtps://');
    else if (url.includes('@')) fault('tls', 'expected required where a password is sent');
  })
  .prefault({});

type MailSettings = DeepReadonly<z.output<typeof mailSchema>>;

/**
 * The server that mails are handed to; null where none is set.
 * @throws Error when the file of its authority cannot be read.
 */
export function mailServerOf({ url, from, tls, authorityFile, deadlineMs }: MailSettings) {
  if (url === null || from === null) return null;
  const authority = authorityFile === null ? undefined : readFileSync(authorityFile, 'utf8');
  return { url, from, tls, authority, deadlineMs };
}
