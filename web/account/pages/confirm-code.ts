import { call } from '../call';
import {
  ConfirmCode,
  type NewSessionFragment,
  type SecondFactorMethod,
} from '../generated/operations';
import { texts } from '../texts';
import { element, paragraph } from '../ui/element';
import { field } from '../ui/field';
import { form, Refusal } from '../ui/form';
import { show } from '../ui/view';

export interface Challenge {
  readonly challenge: string;
  readonly methods: readonly SecondFactorMethod[];
}

type OnSession = (session: NewSessionFragment) => Promise<void>;

/** Asks for the code of a second factor, in place of the form that needs it. */
export function askForCode(
  { challenge, methods }: Challenge,
  lead: string,
  onSession: OnSession,
  method: SecondFactorMethod = methods[0] ?? 'TOTP',
): void {
  const { title, action, wrong, labels, instead, empty } = texts.code;
  const code = field({
    name: 'code',
    label: labels[method],
    attributes: {
      autocomplete: 'one-time-code',
      autocapitalize: 'none',
      spellcheck: 'false',
      inputmode: method === 'TOTP' ? 'numeric' : 'text',
    },
    problemOf: (value) => (value.trim() === '' ? empty : null),
  });
  const send = async () => {
    const variables = { challenge, method, code: code.input.value.trim() };
    const { confirmSecondFactor } = await call(ConfirmCode, variables);
    if (confirmSecondFactor?.__typename !== 'Session') throw new Refusal(wrong);
    await onSession(confirmSecondFactor);
  };
  const other = methods.find((each) => each !== method);
  const change = other && element('button', { type: 'button', class: 'plain' }, instead[other]);
  change?.addEventListener('click', () =>
    askForCode({ challenge, methods }, lead, onSession, other),
  );
  show(title, paragraph(lead), form([code], action, send), change ?? null);
}
