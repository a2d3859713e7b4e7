import { rootCertificates } from 'node:tls';
import type { NodemailerError, SMTPTransportOptions } from 'nodemailer';
import type { Registry } from 'prom-client';
import { socketHost } from '../net/url-host';
import type { Logger } from '../telemetry/logger';
import type { Mail } from './mail';
import type { Mailbox } from './mailbox';
import { type MailMetrics, mailMetrics } from './metrics';
import { mailPackage } from './package';

export interface MailServer {
  /** smtp://user:password@host:port or smtps://…; the ports default to 587 and 465, the user is optional. */
  readonly url: string;
  /** The sender: an address, or `Name <address>`. */
  readonly from: string;
  /** `required`: mails are only sent over STARTTLS or TLS with a valid certificate. */
  readonly tls: 'required' | 'off';
  /** PEM of an additional certificate authority for the server's certificate. */
  readonly authority?: string;
  /** Deadline for one mail, from the DNS lookup to the server's last reply. */
  readonly deadlineMs: number;
}

export interface MailerOptions {
  /** Null: no mail is sent; the log has its subject. */
  readonly server: MailServer | null;
  /** Shows every mail to a developer, also those that are sent. Null outside development. */
  readonly mailbox?: Mailbox | null;
  readonly logger: Logger;
  readonly registry: Registry;
}

export interface Mailer {
  /**
   * Sends a mail. It may have been sent although this throws, if the last reply was lost.
   * @returns without a server `shown` if there is a mailbox, else `logged`.
   * @throws MailError
   */
  send(mail: Mail, signal: AbortSignal): Promise<MailOutcome>;
}

export type MailOutcome = 'sent' | 'shown' | 'logged';

/** The server rejected a mail. Its message is left out, because servers quote addresses. */
export class MailError extends Error {
  override readonly name = 'MailError';

  constructor(
    /** The rejection is permanent. */
    readonly isRefused: boolean,
    reason: string,
  ) {
    super(`The mail server did not take a mail: ${reason}.`);
  }
}

/** Connect timeout. */
const connectDeadlineMs = 10_000;
/** A rejection of these commands concerns the recipient or the text; of others, this client. */
const refusing: readonly unknown[] = ['RCPT TO', 'DATA'];

export function openMailer({ server, mailbox = null, logger, registry }: MailerOptions): Mailer {
  const metrics = mailMetrics(registry);
  const inner =
    server === null ? serverlessMailer(mailbox, metrics, logger) : smtpMailer(server, metrics);
  if (mailbox === null) return inner;
  return {
    async send(mail, signal) {
      await mailbox.add(mail).catch((error: unknown) => {
        if (server === null) throw new MailError(false, 'the mailbox of development failed');
        logger.warn({ err: error }, 'mail not shown in the mailbox');
      });
      return inner.send(mail, signal);
    },
  };
}

/** The log never contains a text, because links in mails are as good as passwords. */
function serverlessMailer(mailbox: Mailbox | null, { mails }: MailMetrics, logger: Logger): Mailer {
  const outcome = mailbox === null ? 'logged' : 'shown';
  return {
    async send({ subject }) {
      mails.inc({ outcome });
      if (mailbox === null) {
        logger.warn({ subject }, 'mail not sent: no mail server is configured');
      }
      return outcome;
    },
  };
}

/** Mails are few, so each opens a connection. */
function smtpMailer(server: MailServer, { mails }: MailMetrics): Mailer {
  const { from, deadlineMs } = server;
  const transport = mailPackage().createTransport(transportOf(server), { from });
  const domain = from.slice(from.lastIndexOf('@') + 1).replace('>', '');
  return {
    async send({ to, subject, text, html, id }, signal) {
      const late = AbortSignal.timeout(deadlineMs);
      try {
        await transport.sendMail({
          to,
          subject,
          text,
          html,
          messageId: `<${id}@${domain}>`,
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

/** Parsed here, because nodemailer lets a query string disable certificate verification. */
function transportOf({ url, tls, authority, deadlineMs }: MailServer): SMTPTransportOptions {
  const named = new URL(url);
  const { protocol, port, username, password } = named;
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  return {
    host: socketHost(named),
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
