import type { Language, Template } from './letter';
import { type RenderedMail, renderLetter } from './render';
import { apiKeyWasCreatedTemplate } from './templates/api-key-was-created';
import { apiKeyWasRotatedTemplate } from './templates/api-key-was-rotated';
import { changeWasDisownedTemplate } from './templates/change-was-disowned';
import { emailChangeRequestedTemplate } from './templates/email-change-requested';
import { emailWasChangedTemplate } from './templates/email-was-changed';
import { orderCancelledTemplate } from './templates/order-cancelled';
import { orderConfirmedTemplate } from './templates/order-confirmed';
import { orderRefundedTemplate } from './templates/order-refunded';
import { orderShippedTemplate } from './templates/order-shipped';
import { passwordWasChangedTemplate } from './templates/password-was-changed';
import { passwordWasResetTemplate } from './templates/password-was-reset';
import { resetPasswordTemplate } from './templates/reset-password';
import { secondFactorWasRemovedTemplate } from './templates/second-factor-was-removed';
import { secondFactorWasResetTemplate } from './templates/second-factor-was-reset';
import { secondFactorWasSetUpTemplate } from './templates/second-factor-was-set-up';
import { verifyEmailTemplate } from './templates/verify-email';
import { webhookDisabledTemplate } from './templates/webhook-disabled';

/** Every mail by its kind. A kind is stored with waiting mails: it is never renamed. */
export const templates = {
  api_key_was_created: apiKeyWasCreatedTemplate,
  api_key_was_rotated: apiKeyWasRotatedTemplate,
  change_was_disowned: changeWasDisownedTemplate,
  email_change_requested: emailChangeRequestedTemplate,
  email_was_changed: emailWasChangedTemplate,
  order_cancelled: orderCancelledTemplate,
  order_confirmed: orderConfirmedTemplate,
  order_refunded: orderRefundedTemplate,
  order_shipped: orderShippedTemplate,
  password_was_changed: passwordWasChangedTemplate,
  password_was_reset: passwordWasResetTemplate,
  reset_password: resetPasswordTemplate,
  second_factor_was_removed: secondFactorWasRemovedTemplate,
  second_factor_was_reset: secondFactorWasResetTemplate,
  second_factor_was_set_up: secondFactorWasSetUpTemplate,
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
