import { texts } from '../texts';
import { element } from './element';

export interface Field {
  readonly node: HTMLElement;
  readonly input: HTMLInputElement;
  /** What is wrong with its value; null if nothing is. */
  check(): string | null;
  /** Shows what is wrong with it. */
  say(problem: string | null): void;
}

interface FieldOptions {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly problemOf: (value: string) => string | null;
}

export function field({ name, label, hint, attributes, problemOf }: FieldOptions): Field {
  const [hintId, problemId] = [`${name}-hint`, `${name}-problem`];
  const describedBy = hint === undefined ? problemId : `${hintId} ${problemId}`;
  const input = element('input', { id: name, name, 'aria-describedby': describedBy });
  for (const [key, value] of Object.entries(attributes)) input.setAttribute(key, value);
  // Enter leaves the focus in the field, whose description is read only when the focus comes.
  const problem = element('p', { id: problemId, class: 'problem', role: 'alert' });
  return {
    node: element(
      'div',
      { class: 'field' },
      element('label', { for: name }, label),
      hint === undefined ? null : element('p', { id: hintId, class: 'quiet' }, hint),
      input,
      problem,
    ),
    input,
    check: () => problemOf(input.value),
    say: (text) => {
      problem.textContent = text;
      input.ariaInvalid = text === null ? null : 'true';
    },
  };
}

/** What a person enters in place of a password. */
export function passwordField(options: Omit<FieldOptions, 'attributes'>, use: string): Field {
  const made = field({ ...options, attributes: { type: 'password', autocomplete: use } });
  const { input } = made;
  const toggle = element('button', { type: 'button', 'aria-pressed': 'false' }, texts.showPassword);
  toggle.addEventListener('click', () => {
    const isShown = input.type === 'text';
    input.type = isShown ? 'password' : 'text';
    toggle.setAttribute('aria-pressed', String(!isShown));
  });
  const beside = element('div', { class: 'beside' });
  input.replaceWith(beside);
  beside.append(input, toggle);
  return made;
}

/** The check is loose: only a mail shows whether there is such an address. */
const isAddress = (text: string): boolean =>
  !/\s/.test(text) && text.indexOf('@') > 0 && !text.endsWith('@');

export const emailField = (): Field =>
  field({
    name: 'email',
    label: texts.email,
    attributes: { type: 'email', autocomplete: 'username', inputmode: 'email' },
    problemOf: (value) => (isAddress(value.trim()) ? null : texts.emailProblem),
  });
