import type { TypedDocument } from '@orderprocessing/client';
import { call } from '../call';
import { texts } from '../texts';
import { list, paragraph } from '../ui/element';
import { form } from '../ui/form';
import { show } from '../ui/view';
import { showExpired, showIncomplete } from './expired';
import { askForPassword } from './new-password';

type Disowned =
  | { readonly __typename: 'ChangeDisowned'; readonly email: string; readonly resetToken: string }
  | { readonly __typename: 'EmailTakenError' | 'TokenExpiredError' };

const DisownChange = `mutation DisownChange($token: String!) {
  disownChange(token: $token) {
    __typename
    ... on ChangeDisowned {
      email
      resetToken
    }
  }
}` as TypedDocument<{ readonly disownChange: Disowned | null }, { readonly token: string }>;

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
