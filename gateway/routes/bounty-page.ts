import { escapeHtml } from '../../platform/values/html';
import { htmlPage } from './html-page';

export const bountyPath = '/security';
/** The path that other services use for this page. */
export const bountyAlias = '/security/bug-bounty';

/** The bug bounty rules in short; SECURITY.md has the full text. */
export function bountyPage(contact: string): string {
  const address = escapeHtml(contact);
  const name = escapeHtml(contact.replace(/^(mailto|tel):/, ''));
  return htmlPage({
    title: 'Security and bug bounty',
    description: 'How to report a vulnerability, and the rules for those who look for one.',
    body: `<main class="text">
<h1>Security and bug bounty</h1>
<p>You have found a hole? Tell <a href="${address}">${name}</a>, and nobody else until it is
closed. Say what you did, what happened and what could be done with it; the header
<code>X-Request-Id</code> of an answer finds its lines in our logs.</p>
<h2>What we promise</h2>
<ul>
<li>An answer from a person within 2 working days, and an assessment within 7 days.</li>
<li>A fix within 7 days where money, accounts or other people's data are at stake, within 90 days
otherwise; then we publish what it was, with your name if you like.</li>
<li>No legal steps against anybody who follows this page.</li>
<li>A reward that depends on the possible harm, for the first person to report it.</li>
</ul>
<h2>In scope</h2>
<ul>
<li>This API and everything that answers under this address.</li>
<li>Other people's orders, addresses or accounts seen or changed; rights that a role or a key does
not have; tokens, keys and signatures forged.</li>
<li>Orders that are paid wrongly, twice or not at all; stock sold that is not there.</li>
<li>One request, or a few, that keep the service from answering others.</li>
</ul>
<h2>Out of scope</h2>
<ul>
<li>Floods of requests, social engineering, and whatever touches people or places.</li>
<li>Reports of a scanner without a way to do harm, and missing headers alone.</li>
<li>The payment sandbox, and the demo shop with its known passwords.</li>
</ul>
<h2>The rules</h2>
<ul>
<li>Use accounts of your own. Where you see other people's data, stop, keep nothing, and tell us.</li>
<li>Leave things as they were: no orders that are to be shipped, no load that others feel.</li>
</ul>
</main>`,
  });
}
