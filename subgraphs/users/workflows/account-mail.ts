import type { DisownLink } from '../../../mail/not-me';
import type { RenderedMail } from '../../../mail/render';
import { renderMail } from '../../../mail/templates';
import { assertNever } from '../../../platform/values/assert-never';
import { minuteOf } from '../../../platform/values/minute';
import { secondsPerHour, secondsPerMinute } from '../../../platform/values/time';
import { resetTokenSeconds, verificationTokenSeconds } from '../domain/mail';

import type { PreparedMail } from '../store/mails';

/** The pages that links in mails lead to. */
export interface MailLinks {
  readonly resetPassword: string;
  readonly verifyEmail: string;
  readonly disown: string;
}

/** The tokens in the links of a mail. */
interface MailTokens {
  readonly token: string;
  readonly disownToken: string;
}

const resetMinutes = resetTokenSeconds / secondsPerMinute;
const verificationHours = verificationTokenSeconds / secondsPerHour;

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
  return { url: linkTo(disown, disownToken), until: minuteOf(disownUntil) };
}

/** The text of a mail to an account. */
export function accountMail(
  mail: PreparedMail,
  tokens: MailTokens,
  links: MailLinks,
): RenderedMail {
  const { kind, language } = mail;
  const at = minuteOf(mail.at);
  const disown = disownLink(mail, tokens, links);
  switch (kind) {
    case 'reset_password': {
      const url = linkTo(links.resetPassword, tokens.token);
      return renderMail(kind, language, { url, minutes: resetMinutes });
    }
    case 'verify_email': {
      const url = linkTo(links.verifyEmail, tokens.token);
      const madeAt = minuteOf(mail.accountCreatedAt);
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
      return assertNever(kind);
  }
}
