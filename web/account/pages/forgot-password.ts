import { RequestPasswordReset } from '@orderprocessing/client';
import { CallError, call } from '../call';
import { served } from '../served';
import { texts } from '../texts';
import { link, paragraph } from '../ui/element';
import { emailField } from '../ui/field';
import { form } from '../ui/form';
import { show } from '../ui/view';

/** The same whether or not there is such an account, as the API answers. */
async function showSent(email: string): Promise<void> {
  const { title, text, none, again } = texts.mailSent;
  const { mail } = await served();
  show(
    title,
    paragraph(text(email)),
    paragraph(none),
    link('/account/forgot-password', again),
    mail === undefined ? null : link(mail, texts.open.mail),
  );
}

export function openForgotPassword(): void {
  const { title, lead, action } = texts.forgot;
  const field = emailField();
  const send = async () => {
    const email = field.input.value.trim();
    try {
      await call(RequestPasswordReset, { email });
    } catch (error) {
      if (!(error instanceof CallError && error.code === 'BAD_USER_INPUT')) throw error;
      field.say(texts.emailProblem);
      field.input.focus();
      return;
    }
    await showSent(email);
  };
  show(title, paragraph(lead), form([field], action, send));
}
