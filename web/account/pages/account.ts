import { served } from '../served';
import { texts } from '../texts';
import { link, list, paragraph } from '../ui/element';
import { show } from '../ui/view';

/** What these pages are for, and where an account is used. */
export async function openAccount(): Promise<void> {
  const links = list(link('/account/forgot-password', texts.forgot.title));
  show(texts.account.title, paragraph(texts.account.lead), links);
  const { shop, console } = await served();
  const more = list(
    ...(shop ? [link(shop, texts.open.shop)] : []),
    ...(console ? [link(console, texts.open.console)] : []),
  );
  links.append(...more.children);
}
