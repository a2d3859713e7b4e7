import { texts } from '../texts';
import { type Child, element, link } from './element';

const main = document.getElementById('account') ?? document.body;

/** Shows a view in place of the previous one, and moves the focus to where a person continues. */
export function show(title: string, ...content: readonly Child[]): void {
  const heading = element('h1', { tabindex: '-1' }, title);
  const name = element('p', { class: 'name' }, link('/account', texts.name));
  main.replaceChildren(name, heading, ...content.filter((child) => child !== null));
  document.title = `${title} – ${texts.name}`;
  (main.querySelector('input') ?? heading).focus();
}
