import { isLoopbackName } from '../../platform/net/loopback';
import { readCertificate, readKeyPair } from '../../platform/remote/tls';
import { isCurrency } from '../../platform/values/money';
import { isWarehouseCode } from '../../subgraphs/inventory/domain/warehouse';
import { accountProblems } from '../../subgraphs/users/domain/account';
import { messageOf } from '../program/results';
import { type Answers, embedded, none, type QuestionName } from './questions';

/** @returns what is wrong with an answer, or null. */
type Judge = (answer: string, answers: Answers) => string | null;

/** The tax and the shipping price of a country. */
export interface CountryTerms {
  readonly country: string;
  readonly taxPercent: string;
  readonly shipping: string;
}

const termsPattern = /^([A-Z]{2})=(\d{1,2}(?:\.\d{1,4})?)\/(\d{1,9}(?:\.\d{1,4})?)$/;

/** @returns null if the text is not a list such as `DE=19/4.90,AT=20/7.90`. */
export function countryTerms(text: string): CountryTerms[] | null {
  const rows = text.split(',').map((part) => {
    const [, country, taxPercent, shipping] = termsPattern.exec(part.trim()) ?? [];
    if (country === undefined || taxPercent === undefined || shipping === undefined) return null;
    return { country, taxPercent, shipping };
  });
  return rows.some((row) => row === null) ? null : rows.filter((row) => row !== null);
}

const matches =
  (pattern: RegExp, expected: string): Judge =>
  (answer) =>
    pattern.test(answer) ? null : `Expected ${expected}.`;

const or =
  (word: string, judge: Judge): Judge =>
  (answer, answers) =>
    answer === word ? null : judge(answer, answers);

const line = matches(/^[^\n<>"]{1,100}$/, 'at most 100 characters without < > and quotes');

function publicUrl(answer: string, { environment }: Answers): string | null {
  const url = /^https?:\/\//.test(answer) ? URL.parse(answer) : null;
  if (url === null) return 'Expected a URL such as https://api.example.com.';
  const isOpen = url.protocol === 'http:' && !isLoopbackName(url.hostname);
  if (environment !== 'production' || !isOpen) return null;
  return `Production needs https: expected https://${url.host}.`;
}

const isOrigin = (text: string): boolean =>
  /^https?:\/\//.test(text) && URL.parse(text)?.origin === text;

const account = { email: 'somebody@example.com', name: 'Somebody', password: null };

const accountPart =
  (part: 'email' | 'name' | 'password'): Judge =>
  (answer) =>
    accountProblems({ ...account, [part]: answer })[0]?.message ?? null;

/** Stricter than the API: the first administrator must be able to get mail. */
function emailAddress(answer: string): string | null {
  const [local, domain, ...rest] = answer.split('@');
  const labels = domain?.split('.') ?? [];
  const isWhole = local !== '' && labels.length > 1 && labels.every((label) => label !== '');
  const isAddress = isWhole && rest.length === 0 && !/\s/.test(answer);
  return isAddress ? null : 'Expected an address such as ada@example.com.';
}

/** One server holds the three databases, so its URL names none. */
function postgresServer(answer: string): string | null {
  const url = URL.parse(answer);
  const isServer = url !== null && url.host !== '' && ['', '/'].includes(url.pathname);
  const isPostgres = /^postgres(ql)?:\/\//.test(answer);
  return isServer && isPostgres ? null : 'Expected postgresql://user:password@host:port.';
}

/** A file that a start could not use is found while it can be corrected. */
function fault(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

const country = matches(/^[A-Z]{2}$/, 'two letters, such as DE');
const anything: Judge = () => null;

const judges: Readonly<Record<QuestionName, Judge>> = {
  environment: matches(/^(production|development|test)$/, 'production, development or test'),
  name: line,
  currency: (answer) => (isCurrency(answer) ? null : 'Expected a currency such as EUR.'),
  country: (answer) =>
    countryTerms(answer) === null ? 'Expected a list such as DE=19/4.90,AT=20/7.90.' : null,
  publicUrl: or(none, publicUrl),
  certificate: or(none, (answer) => fault(() => readCertificate(answer))),
  certificateKey: (answer, { certificate = none }) =>
    certificate === none
      ? null
      : fault(() => readKeyPair({ certificateFile: certificate, keyFile: answer })),
  storefront: or(none, (answer) =>
    answer.split(',').every(isOrigin) ? null : 'Expected origins such as https://www.example.com.',
  ),
  postgres: or(embedded, postgresServer),
  postgresOwner: or(none, postgresServer),
  redis: or(embedded, matches(/^(rediss?|unix):\/\//, 'rediss://user:password@host:port')),
  mail: or(none, matches(/^smtps?:\/\//, 'smtps://user:password@host:port')),
  mailFrom: anything,
  provider: matches(/^(stripe|sandbox)$/, 'stripe or sandbox'),
  stripeKey: (answer, { environment }) =>
    (environment === 'production' ? /^[sr]k_live_/ : /^[sr]k_/).test(answer)
      ? null
      : `Expected ${environment === 'production' ? 'a live key, sk_live_… or rk_live_…' : 'sk_… or rk_…'}.`,
  stripeWebhookSecret: matches(/^whsec_/, 'whsec_…'),
  adminEmail: (answer, answers) => emailAddress(answer) ?? accountPart('email')(answer, answers),
  adminName: accountPart('name'),
  adminPassword: or(none, accountPart('password')),
  securityContact: matches(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+?[\d-]+)$/, 'mailto:…'),
  warehouse: (answer) =>
    isWarehouseCode(answer) ? null : 'Expected 1 to 32 letters, digits, hyphens and underscores.',
  warehouseName: line,
  warehouseCountry: country,
};

export const problemOf = (name: QuestionName, answer: string, answers: Answers): string | null =>
  judges[name](answer, answers);
