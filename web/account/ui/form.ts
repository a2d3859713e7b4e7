import { CallError } from '../call';
import { texts } from '../texts';
import { element } from './element';
import type { Field } from './field';

/** A refusal that the form shows above its fields. */
export class Refusal extends Error {}

function problemOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (!(error instanceof CallError)) throw error;
  const known: Readonly<Record<string, string>> = texts.failures;
  const text = known[error.code];
  if (text !== undefined) return text;
  const { requestId } = error;
  return requestId === null ? texts.failed : `${texts.failed} ${texts.reference(requestId)}`;
}

/** Shows what is wrong with each field. @returns whether nothing is. */
function check(fields: readonly Field[]): boolean {
  const wrong = fields.filter((each) => {
    const problem = each.check();
    each.say(problem);
    return problem !== null;
  });
  wrong[0]?.input.focus();
  return wrong.length === 0;
}

/** A form that sends its values once at a time, and says in place why they were not taken. */
export function form(
  fields: readonly Field[],
  action: string,
  send: () => Promise<void>,
): HTMLFormElement {
  const problem = element('p', { class: 'notice', role: 'alert', hidden: '' });
  const button = element('button', { class: 'button primary' }, action);
  const made = element('form', { novalidate: '' }, problem, ...fields.map(({ node }) => node));
  made.append(button);
  const run = async () => {
    problem.hidden = true;
    made.ariaBusy = 'true';
    button.textContent = texts.working;
    try {
      await send();
    } catch (error) {
      problem.textContent = problemOf(error);
      problem.hidden = false;
    } finally {
      made.ariaBusy = null;
      button.textContent = action;
    }
  };
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    if (made.ariaBusy === null && check(fields)) void run();
  });
  return made;
}
