import { escapeHtml } from '../../platform/values/html';
import { htmlPage } from './html-page';

/** Something to open at this gateway. */
export interface Link {
  readonly name: string;
  readonly path: string;
  readonly title: string;
  readonly text: string;
}

export interface Links {
  /** Links for people who build with the API. */
  readonly use: readonly Link[];
  /** Links for programs and those who run it. */
  readonly run: readonly Link[];
}

const firstQuery = '{ products(first: 3) { nodes { sku name price { amount currency } } } }';

const item = ({ path, title, text }: Link): string => `<li><a href="${path}">
<strong>${title}</strong> <code>${path}</code>
<span>${text}</span>
</a></li>`;

const list = (heading: string, links: readonly Link[]): string =>
  links.length === 0
    ? ''
    : `<h2>${heading}</h2>
<ul>
${links.map(item).join('\n')}
</ul>`;

/** The page without scripts and inline styles, so that the strictest policy applies to it. */
export function landingPageHtml(endpoint: string, { use, run }: Links): string {
  const url = escapeHtml(endpoint);
  const body = escapeHtml(JSON.stringify({ query: firstQuery }));
  return htmlPage({
    title: 'Order processing',
    description: 'One GraphQL API for accounts, products, stock and orders.',
    body: `<main>
<h1>Order processing</h1>
<p class="lead">One GraphQL API for accounts, products, stock and orders.</p>
<p><code class="endpoint">POST ${url}</code></p>
<pre tabindex="0" aria-label="A first request"><code>curl ${url} \\
  -H 'content-type: application/json' \\
  -d '${body}'</code></pre>
${list('For clients', use)}
${list('For operations', run)}
</main>`,
  });
}
