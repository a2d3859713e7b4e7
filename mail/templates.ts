import type { Language, Template } from './letter';
import { type RenderedMail, renderLetter } from './render';
import { emailChangeRequestedTemplate } from './templates/email-change-requested';
import { orderCancelledTemplate } from './templates/order-cancelled';
import { orderConfirmedTemplate } from './templates/order-confirmed';
import { orderRefundedTemplate } from './templates/order-refunded';
import { orderShippedTemplate } from './templates/order-shipped';
import { passwordWasResetTemplate } from './templates/password-was-reset';
import { resetPasswordTemplate } from './templates/reset-password';
import { secondFactorWasResetTemplate } from './templates/second-factor-was-reset';
import { verifyEmailTemplate } from './templates/verify-email';
import { webhookDisabledTemplate } from './templates/webhook-disabled';

/** Every mail by its kind. A kind is stored with waiting mails: it is never renamed. */
export const templates = {
  email_change_requested: emailChangeRequestedTemplate,
  order_cancelled: orderCancelledTemplate,
  order_confirmed: orderConfirmedTemplate,
  order_refunded: orderRefundedTemplate,
  order_shipped: orderShippedTemplate,
  password_was_reset: passwordWasResetTemplate,
  reset_password: resetPasswordTemplate,
  second_factor_was_reset: secondFactorWasResetTemplate,
  verify_email: verifyEmailTemplate,
  webhook_disabled: webhookDisabledTemplate,
} as const;

export type MailKind = keyof typeof templates;
export type MailData<Kind extends MailKind> = (typeof templates)[Kind]['sample'];

/** A mail of this kind in a language, ready to send. */
export function renderMail<Kind extends MailKind>(
  kind: Kind,
  language: Language,
  data: MailData<Kind>,
): RenderedMail {
  const template = templates[kind] as Template<MailData<Kind>>;
  return renderLetter(template.letters[language](data), language);
}
