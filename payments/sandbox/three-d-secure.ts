import {
  foreignFormPage,
  type Page,
  questionPage,
  redirectTo,
  resultPage,
  unknownPage,
} from './bank-page';
import { type Authorization, isUndecided, type Ledger } from './ledger';
import type { Decision, Settlements } from './settlements';

const pathPrefix = '/3d-secure/';
const authorisePath = 'authorise';
const declinePath = 'decline';

const decisions: ReadonlyMap<string | undefined, Decision> = new Map([
  [authorisePath, 'authorized'],
  [declinePath, 'authentication_failed'],
]);

interface BankPages {
  readonly ledger: Ledger;
  readonly settlements: Settlements;
  /** The name of the shop. */
  readonly merchantName: string;
}

interface BrowserRequest {
  readonly method: string;
  readonly pathname: string;
  /** The header `Sec-Fetch-Site`. */
  readonly site: string | undefined;
}

export function pagePathOf(pageId: string): string {
  return pathPrefix + pageId;
}

/**
 * Answers a browser; null if the path and method are not those of a page. The page's id is random,
 * so only the buyer can have it, and asking for the page changes nothing: the forms decide.
 */
export async function answerBrowser(
  { method, pathname, site }: BrowserRequest,
  pages: BankPages,
): Promise<Page | null> {
  if (!pathname.startsWith(pathPrefix)) return null;
  const [pageId = '', form, ...rest] = pathname.slice(pathPrefix.length).split('/');
  if (rest.length > 0) return null;
  const decision = decisions.get(form);
  const isPage = method === 'GET' && form === undefined;
  const isForm = method === 'POST' && decision !== undefined;
  if (!isPage && !isForm) return null;
  const authorization = pages.ledger.authorizationOfPage(pageId);
  if (!authorization) return unknownPage();
  if (decision === undefined) return showPage(pageId, authorization, pages);
  return isFromElsewhere(site) ? foreignFormPage() : decide(authorization, decision, pages);
}

/** Browsers name the site that sent a form; other clients name none. */
const isFromElsewhere = (site: string | undefined): boolean =>
  site !== undefined && site !== 'same-origin' && site !== 'none';

const isTooLate = ({ settlesAt }: Authorization): boolean =>
  settlesAt !== null && Date.now() >= settlesAt;

async function showPage(
  pageId: string,
  authorization: Authorization,
  { settlements, ledger, merchantName }: BankPages,
): Promise<Page> {
  if (isTooLate(authorization)) {
    await settlements.settle(authorization.key, 'authentication_expired');
  }
  if (isUndecided(authorization)) {
    const paths = { authorise: `${pageId}/${authorisePath}`, decline: `${pageId}/${declinePath}` };
    return questionPage(authorization, merchantName, paths);
  }
  await ledger.durable();
  return resultPage(authorization);
}

/** A decided payment does not change, so a repeated form only leads back again. */
async function decide(
  authorization: Authorization,
  decision: Decision,
  { settlements }: BankPages,
): Promise<Page> {
  const { key, returnUrl, pageId = '' } = authorization;
  await settlements.settle(key, isTooLate(authorization) ? 'authentication_expired' : decision);
  return redirectTo(returnUrl ?? `../${pageId}`);
}
