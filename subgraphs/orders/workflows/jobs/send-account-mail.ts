import { z } from 'zod';
import type { Language } from '../../../../mail/letter';
import type { DisownLink } from '../../../../mail/not-me';
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
  readonly disown: string;
}

export interface SendAccountMailDependencies {
  /** Internal schema of users, which stores mails and e-mail addresses. */
  readonly users: ServiceCall;
  readonly mailer: Mailer;
  readonly links: MailLinks;
  readonly logger: Logger;
}

const prepareMail = `mutation ($id: ID!, $tokenHash: String!, $disownHash: String!) {
  prepared: prepareMail(id: $id, tokenHash: $tokenHash, disownHash: $disownHash) {
    kind to language at accountCreatedAt disownUntil
  }
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
  readonly accountCreatedAt: string | Date;
  /** Null if the mail has no link that disowns a change. */
  readonly disownUntil: string | Date | null;
}

/** The tokens in the links of a mail. */
interface MailTokens {
  readonly token: string;
  readonly disownToken: string;
}

function linkTo(page: string, token: string): string {
  const url = new URL(page);
  url.searchParams.set('token', token);
  return url.href;
}

function disownLink(
  { disownUntil }: PreparedMail,
  { disownToken }: MailTokens,
  { disown }: MailLinks,
): DisownLink | null {
  if (disownUntil === null) return null;
  return { url: linkTo(disown, disownToken), until: minuteOf(new Date(disownUntil)) };
}

/** @throws Error for a kind that users does not store. */
function rendered(mail: PreparedMail, tokens: MailTokens, links: MailLinks): RenderedMail {
  const { kind, language } = mail;
  const at = minuteOf(new Date(mail.at));
  const disown = disownLink(mail, tokens, links);
  switch (kind) {
    case 'reset_password': {
      const url = linkTo(links.resetPassword, tokens.token);
      return renderMail(kind, language, { url, minutes: resetMinutes });
    }
    case 'verify_email': {
      const url = linkTo(links.verifyEmail, tokens.token);
      const madeAt = minuteOf(new Date(mail.accountCreatedAt));
      return renderMail(kind, language, { url, hours: verificationHours, madeAt, disown });
    }
    case 'change_was_disowned':
      return renderMail(kind, language, { at });
    case 'api_key_was_created':
    case 'api_key_was_rotated':
    case 'email_change_requested':
    case 'email_was_changed':
    case 'password_was_changed':
    case 'password_was_reset':
    case 'second_factor_was_removed':
    case 'second_factor_was_reset':
    case 'second_factor_was_set_up':
      return renderMail(kind, language, { at, disown });
    default:
      throw new HopelessJobError(`No mail of the kind ${kind} is sent to accounts.`);
  }
}

/**
 * Sends a mail that users stored with a change. The tokens in its links are created here and exist
 * nowhere else: users stores their hashes, the job contains the id of the mail. A mail may arrive
 * twice with the same Message-ID; then the links of the newer one work.
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
    const { token: disownToken, hash: disownHash } = newSecretToken();
    const variables = {
      id: mailId,
      tokenHash: hash.toString('base64url'),
      disownHash: disownHash.toString('base64url'),
    };
    const { prepared } = await users<{ prepared: PreparedMail | null }>(
      prepareMail,
      variables,
      jobScope(job, callDeadlineMs),
    );
    if (prepared === null) return { mail: 'none', because: 'it was sent, or nobody needs it' };
    const content = rendered(prepared, { token, disownToken }, links);
    const mail = { to: prepared.to, id: `account.${mailId}`, ...content };
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
