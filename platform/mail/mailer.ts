import { rootCertificates } from 'node:tls';
import { createTransport, type NodemailerError, type SMTPTransportOptions } from 'nodemailer';
import type { Registry } from 'prom-client';
import type { Logger } from '../telemetry/logger';
import { type MailMetrics, mailMetrics } from './metrics';

/** Plain text for one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Its Message-ID, without the domain. The same at every try: a second copy shows itself. */
  readonly id: string;
}

export interface MailServer {
  /** smtp://user:password@host:port or smtps://…, ports 587 and 465 and no user when left out. */
  readonly url: string;
  /** Whom mails come from: an address, or `Name <address>`. */
  readonly from: string;
  /** `required`: STARTTLS or TLS, and a certificate that holds, or the mail stays here. */
  readonly tls: 'required' | 'off';
  /** PEM of the authority that signed the server's certificate, besides those that Node knows. */
  readonly authority?: string;
  /** For one mail, from the first look-up to the server's last answer. */
  readonly deadlineMs: number;
}

export interface MailerOptions {
  /** Null: mails are logged, without their address, and sent to nobody. */
  readonly server: MailServer | null;
  readonly logger: Logger;
  readonly registry: Registry;
}

export interface Mailer {
  /**
   * Hands a mail to the server. It may have it although this throws: the last answer was lost.
   * @returns `logged` where there is no server.
   * @throws MailError
   */
  send(mail: Mail, signal: AbortSignal): Promise<'sent' | 'logged'>;
}

/** The server did not take a mail. What it said is left out: servers quote addresses. */
export class MailError extends Error {
  override readonly name = 'MailError';

  constructor(
    /** The server will not take this mail another time either. */
    readonly isRefused: boolean,
    reason: string,
  ) {
    super(`The mail server did not take a mail: ${reason}.`);
  }
}

/** Besides the deadline: a server that is away is known to be after so long. */
const connectDeadlineMs = 10_000;
/** By these commands a server refuses a person or a text; by the others, us. */
const refusing: readonly unknown[] = ['RCPT TO', 'DATA'];

export function openMailer({ server, logger, registry }: MailerOptions): Mailer {
  const metrics = mailMetrics(registry);
  if (server !== null) return smtpMailer(server, metrics);
  return {
    async send({ subject, text }) {
      metrics.mails.inc({ outcome: 'logged' });
      logger.warn({ subject, text }, 'a mail goes to nobody: no mail server is set');
      return 'logged';
    },
  };
}

/** A connection for each mail: they are few, and one that is kept open is one to look after. */
function smtpMailer(server: MailServer, { mails }: MailMetrics): Mailer {
  const { from, deadlineMs } = server;
  const transport = createTransport(transportOf(server), { from });
  const domain = from.slice(from.lastIndexOf('@') + 1).replace('>', '');
  return {
    async send({ to, subject, text, id }, signal) {
      const late = AbortSignal.timeout(deadlineMs);
      try {
        await transport.sendMail({
          ...{ to, subject, text, messageId: `<${id}@${domain}>` },
          signal: AbortSignal.any([signal, late]),
        });
        mails.inc({ outcome: 'sent' });
        return 'sent';
      } catch (error) {
        const isRefused = isRefusal(error as NodemailerError);
        mails.inc({ outcome: isRefused ? 'refused' : 'failed' });
        const reason = late.aborted ? `it took longer than ${deadlineMs} ms` : reasonOf(error);
        throw new MailError(isRefused, reason);
      }
    },
  };
}

/** The URL is read here: nodemailer would let a query of it switch the certificate's check off. */
function transportOf({ url, tls, authority, deadlineMs }: MailServer): SMTPTransportOptions {
  const { protocol, hostname, port, username, password } = new URL(url);
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    ...(port !== '' && { port: Number(port) }),
    ...(username !== '' && { auth }),
    secure: protocol === 'smtps:',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'off',
    ...(authority !== undefined && { tls: { ca: [...rootCertificates, authority] } }),
    connectionTimeout: connectDeadlineMs,
    greetingTimeout: connectDeadlineMs,
    socketTimeout: deadlineMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function isRefusal({ permanent, command }: NodemailerError): boolean {
  return permanent === true && refusing.includes(command);
}

function reasonOf(error: unknown): string {
  const { code, originalCode, command, responseCode } = error as NodemailerError;
  const what = originalCode ?? code ?? 'a fault';
  const when = command === undefined ? '' : ` at ${command}`;
  return `${what}${when}${responseCode === undefined ? '' : `, answered ${responseCode}`}`;
}
