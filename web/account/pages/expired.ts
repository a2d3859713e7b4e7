import { texts } from '../texts';
import { link, paragraph } from '../ui/element';
import { show } from '../ui/view';

/** A link that was used or is too old, and how to get another one. */
export function showExpired(text: string): void {
  const { title, again } = texts.expired;
  show(title, paragraph(text), link('/account/forgot-password', again, 'primary'));
}

/** The address was opened without the token of the mail, or loaded again. */
export function showIncomplete(): void {
  const { title, text } = texts.incomplete;
  show(title, paragraph(text), link('/account/forgot-password', texts.forgot.title));
}
