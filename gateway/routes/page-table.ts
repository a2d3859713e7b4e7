import type { Configuration } from '../../config/schema';
import type { Link } from './landing-page-html';
import type { StaticPage } from './static-pages';

/** A website of the project: its routes and its link on the page at `/` are made from this. */
interface BuiltPage extends Link, StaticPage {
  readonly isOn: (server: Configuration['server']) => boolean;
}

/** What `npm run build` writes to dist/pages and the gateway serves below the same name. */
export const builtPages: readonly BuiltPage[] = [
  {
    name: 'docs',
    kind: 'site',
    path: '/docs',
    title: 'Docs',
    text: 'Guides, and every type and field explained.',
    isOn: ({ docs }) => docs,
  },
  {
    name: 'shop',
    kind: 'application',
    path: '/shop',
    title: 'Shop',
    text: 'A shop front that sells through this API.',
    isOn: ({ shop }) => shop,
  },
  {
    name: 'console',
    kind: 'application',
    path: '/console',
    title: 'Console',
    text: 'Orders, stock and accounts, for staff.',
    isOn: ({ console: isOn }) => isOn,
  },
  {
    name: 'account',
    kind: 'application',
    path: '/account',
    title: 'Account',
    text: 'Confirm an e-mail address, or choose a new password.',
    isOn: () => true,
  },
];
