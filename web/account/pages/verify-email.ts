import { call } from '../call';
import {
  ConfirmAddress,
  EmailState,
  type NewSessionFragment,
  SendVerificationMail,
  SignInForMail,
} from '../generated/operations';
import { served } from '../served';
import { endSession } from '../session';
import { texts } from '../texts';
import { link, paragraph } from '../ui/element';
import { emailField, passwordField } from '../ui/field';
import { form, Refusal } from '../ui/form';
import { show } from '../ui/view';
import { askForCode } from './confirm-code';
import { showIncomplete } from './expired';

/** The session is for this one mail. No mail is sent if there is nothing left to confirm. */
async function sendAnother(session: NewSessionFragment): Promise<void> {
  const { accessToken } = session;
  try {
    const { me } = await call(EmailState, {}, accessToken);
    if (me?.emailVerified && me.pendingEmail === null) return await showConfirmed();
    await call(SendVerificationMail, {}, accessToken);
  } finally {
    await endSession(session);
  }
  const { title, text } = texts.verifySent;
  const { mail } = await served();
  show(title, paragraph(text), mail === undefined ? null : link(mail, texts.open.mail));
}

/** Only the owner of the account may have another mail. */
function showUnusable(): void {
  const { lead, action, refused } = texts.verifyAgain;
  const email = emailField();
  const { label, empty } = texts.currentPassword;
  const problemOf = (value: string) => (value === '' ? empty : null);
  const password = passwordField({ name: 'password', label, problemOf }, 'current-password');
  const send = async () => {
    const input = { email: email.input.value.trim(), password: password.input.value };
    const { login } = await call(SignInForMail, { input });
    if (login?.__typename === 'Session') await sendAnother(login);
    else if (login?.__typename === 'SecondFactorRequired') {
      askForCode(login, texts.code.forMail, sendAnother);
    } else throw new Refusal(refused);
  };
  show(
    texts.expired.title,
    paragraph(lead),
    form([email, password], action, send),
    link('/account/forgot-password', texts.forgot.title),
  );
}

async function showConfirmed(): Promise<void> {
  const { title, text } = texts.verified;
  const { shop } = await served();
  show(title, paragraph(text), shop === undefined ? null : link(shop, texts.open.shop, 'primary'));
}

/** Confirms when the button is pressed: programs that scan mails open every link in them. */
export function openVerifyEmail(token: string): void {
  const { title, lead, action, taken } = texts.verify;
  if (token === '') return showIncomplete();
  const send = async () => {
    const { verifyEmail } = await call(ConfirmAddress, { token });
    if (verifyEmail?.__typename === 'User') await showConfirmed();
    else if (verifyEmail?.__typename === 'EmailTakenError')
      show(taken.title, paragraph(taken.text));
    else showUnusable();
  };
  show(title, paragraph(lead), form([], action, send));
}
