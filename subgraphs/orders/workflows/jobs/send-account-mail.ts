import { z } from 'zod';
import type { Language } from '../../../../mail/letter';
import type { RenderedMail } from '../../../../mail/render';
import { type MailKind, renderMail } from '../../../../mail/templates';
import { newSecretToken } from '../../../../platform/auth/secret-token';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { HopelessJobError, type Queue } from '../../../../platform/jobs/queue';
import { MailError, type Mailer } from '../../../../platform/mail/mailer';
import type { Logger } from '../../../../platform/telemetry/logger';
import { minuteOf } from '../../domain/minute';
import { jobScope } from './job-scope';

/** The pages that links in mails lead to. */
export interface MailLinks {
  readonly resetPassword: string;
  readonly verifyEmail: string;
}

export interface SendAccountMailDependencies {
  /** Internal schema of users, which stores mails and e-mail addresses. */
  readonly users: ServiceCall;
  readonly mailer: Mailer;
  readonly links: MailLinks;
  readonly logger: Logger;
}

const prepareMail = `mutation ($id: ID!, $tokenHash: String!) {
  prepared: prepareMail(id: $id, tokenHash: $tokenHash) { kind to language at }
}`;
const mailHandled = 'mutation ($id: ID!) { mailHandled(id: $id) }';

const callDeadlineMs = 10_000;
const concurrencyMax = 4;
/** Longer than looking up the account and sending the mail together. */
const expireSeconds = 120;
const retryDelaySeconds = 5;
/** Somebody waits for a link: it should come soon after the mail server is back. */
const retryDelaySecondsMax = 300;
/** Retries; with their pauses they cover a day, enough to repair a mail server. */
const retriesMax = 300;
/** A second job for the same mail within this time is merged with the first. */
const throttleSeconds = 86_400;

/** Lifetimes as the mails state them; users decides them. */
const resetMinutes = 30;
const verificationHours = 24;

const payload = z.object({ mailId: z.uuid() });
type Payload = z.output<typeof payload>;

interface PreparedMail {
  readonly kind: MailKind;
  readonly to: string;
  readonly language: Language;
  readonly at: string | Date;
}

function linkTo(page: string, token: string): string {
  const url = new URL(page);
  url.searchParams.set('token', token);
  return url.href;
}

/** @throws Error for a kind that users does not store. */
function rendered(mail: PreparedMail, token: string, links: MailLinks): RenderedMail {
  const { kind, language } = mail;
  const at = minuteOf(new Date(mail.at));
  switch (kind) {
    case 'reset_password': {
      const url = linkTo(links.resetPassword, token);
      return renderMail(kind, language, { url, minutes: resetMinutes });
    }
    case 'verify_email': {
      const url = linkTo(links.verifyEmail, token);
      return renderMail(kind, language, { url, hours: verificationHours });
    }
    case 'password_was_reset':
    case 'second_factor_was_reset':
    case 'email_change_requested':
      return renderMail(kind, language, { at });
    default:
      throw new HopelessJobError(`No mail of the kind ${kind} is sent to accounts.`);
  }
}

/**
 * Sends a mail that users stored with a change. The token in its link is created here and exists
 * nowhere else: users stores the hash, the job contains the id of the mail. A mail may arrive twice
 * with the same Message-ID; then the link of the newer one works.
 */
export const sendAccountMailQueue = (
  dependencies: SendAccountMailDependencies,
): Queue<Payload> => ({
  name: 'send-account-mail',
  payload,
  concurrencyMax,
  retriesMax,
  retryDelaySeconds,
  retryDelaySecondsMax,
  expireSeconds,
  throttleSeconds,

  async run({ mailId }, job) {
    const { users, mailer, links, logger } = dependencies;
    const { token, hash } = newSecretToken();
    const variables = { id: mailId, tokenHash: hash.toString('base64url') };
    const { prepared } = await users<{ prepared: PreparedMail | null }>(
      prepareMail,
      variables,
      jobScope(job, callDeadlineMs),
    );
    if (prepared === null) return { mail: 'none', because: 'it was sent, or nobody needs it' };
    const mail = { to: prepared.to, id: `account.${mailId}`, ...rendered(prepared, token, links) };
    const outcome = await mailer.send(mail, job.signal).catch((error: unknown) => {
      if (!(error instanceof MailError && error.isRefused)) throw error;
      throw new HopelessJobError(error.message);
    });
    // The mail is not repeated because recording it failed: a second mail would invalidate the link
    // of the first.
    await users(mailHandled, { id: mailId }, jobScope(job, callDeadlineMs)).catch(
      (error: unknown) => {
        logger.warn({ err: error, mailId }, 'sent mail not recorded');
      },
    );
    return { mail: outcome, kind: prepared.kind };
  },
});
