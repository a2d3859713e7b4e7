import { call } from '../call';
import { ChoosePassword, type NewSessionFragment } from '../generated/operations';
import { keepSession } from '../session';
import { texts } from '../texts';
import { link, paragraph } from '../ui/element';
import { passwordField } from '../ui/field';
import { form } from '../ui/form';
import { show } from '../ui/view';
import { askForCode } from './confirm-code';
import { showExpired } from './expired';

const charactersMin = 8;
const charactersMax = 128;

/** The rules of the API that are about length; it knows the commonest passwords. */
function problemOf(password: string): string | null {
  const characters = [...password.normalize('NFC')].length;
  if (characters < charactersMin) return texts.password.short(charactersMin);
  return characters > charactersMax ? texts.password.long(charactersMax) : null;
}

async function finish(session: NewSessionFragment): Promise<void> {
  const { title, signedIn, signIn } = texts.passwordSaved;
  const next = await keepSession(session);
  if (next === null) show(title, paragraph(signIn));
  else {
    const text = signedIn(session.user.email);
    show(title, paragraph(text), link(next.path, texts.open[next.name], 'primary'));
  }
}

/** Sets a new password with a token, and signs in. */
export function askForPassword(token: string, title: string, lead: string): void {
  const { label, rules, common, action } = texts.password;
  const options = { name: 'password', label, hint: rules(charactersMin), problemOf };
  const password = passwordField(options, 'new-password');
  const send = async () => {
    const variables = { token, password: password.input.value };
    const { resetPassword: result } = await call(ChoosePassword, variables);
    if (result?.__typename === 'Session') await finish(result);
    else if (result?.__typename === 'SecondFactorRequired') {
      askForCode(result, texts.code.passwordSaved, finish);
    } else if (result?.__typename === 'ValidationError') {
      password.say(common);
      password.input.focus();
    } else showExpired(texts.reset.expired);
  };
  show(title, paragraph(lead), form([password], action, send));
}
