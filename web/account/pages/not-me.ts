import { call } from '../call';
import { DisownChange } from '../generated/operations';
import { texts } from '../texts';
import { list, paragraph } from '../ui/element';
import { form } from '../ui/form';
import { show } from '../ui/view';
import { showExpired, showIncomplete } from './expired';
import { askForPassword } from './new-password';

/** Locks everybody out of the account and asks for a new password, once the button is pressed. */
export function openNotMe(token: string): void {
  const { title, lead, effects, after, action, disowned, taken, expired } = texts.notMe;
  if (token === '') return showIncomplete();
  const send = async () => {
    const { disownChange: result } = await call(DisownChange, { token });
    if (result?.__typename === 'ChangeDisowned') {
      askForPassword(result.resetToken, texts.reset.title, disowned(result.email));
    } else if (result?.__typename === 'EmailTakenError') show(taken.title, paragraph(taken.text));
    else showExpired(expired);
  };
  show(title, paragraph(lead), list(...effects), paragraph(after), form([], action, send));
}
