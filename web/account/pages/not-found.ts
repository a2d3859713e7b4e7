import { texts } from '../texts';
import { link, paragraph } from '../ui/element';
import { show } from '../ui/view';

export function openNotFound(): void {
  const { title, text } = texts.notFound;
  show(title, paragraph(text), link('/account', texts.account.title));
}
