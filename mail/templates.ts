import type { Language, Template } from './letter';
import { type RenderedMail, renderLetter } from './render';
import { changeWasDisownedTemplate } from './templates/change-was-disowned';
import { notices } from './templates/notices';
import { orderCancelledTemplate } from './templates/order-cancelled';
import { orderConfirmedTemplate } from './templates/order-confirmed';
import { orderRefundedTemplate } from './templates/order-refunded';
import { orderShippedTemplate } from './templates/order-shipped';
import { resetPasswordTemplate } from './templates/reset-password';
import { verifyEmailTemplate } from './templates/verify-email';
import { webhookDisabledTemplate } from './templates/webhook-disabled';

/** Every mail by its kind. A kind is stored with waiting mails: it is never renamed. */
export const templates = {
  ...notices,
  change_was_disowned: changeWasDisownedTemplate,
  order_cancelled: orderCancelledTemplate,
  order_confirmed: orderConfirmedTemplate,
  order_refunded: orderRefundedTemplate,
  order_shipped: orderShippedTemplate,
  reset_password: resetPasswordTemplate,
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
