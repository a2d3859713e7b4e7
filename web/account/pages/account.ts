import { served } from '../served';
import { texts } from '../texts';
import { link, list, paragraph } from '../ui/element';
import { show } from '../ui/view';

/** What these pages are for, and where an account is used. */
export async function openAccount(): Promise<void> {
  const { shop, console } = await served();
  show(
    texts.account.title,
    paragraph(texts.account.lead),
    list(
      link('/account/forgot-password', texts.forgot.title),
      ...(shop ? [link(shop, texts.open.shop)] : []),
      ...(console ? [link(console, texts.open.console)] : []),
    ),
  );
}
