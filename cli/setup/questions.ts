import { subgraphNames } from '../../config/subgraphs';

/** What is known about the shop so far, by the name of the question. */
export type Answers = Readonly<Partial<Record<QuestionName, string>>>;

export interface Question {
  /** The name of its option, too: `publicUrl` is `--public-url`. */
  readonly name: QuestionName;
  /** What its option is called in the help. */
  readonly value: string;
  /** One sentence without its end: the description of the option, and the question. */
  readonly text: string;
  /** Is not shown while it is typed. */
  readonly isSecret?: true;
  /** It belongs to this answer, so a second run asks it only with that one. */
  readonly after?: QuestionName;
  /** It describes that answer, so it changes nothing without it. */
  readonly isPart?: true;
  /** Whether the answers so far lead to it. Always, if absent. */
  readonly isAsked?: (answers: Answers) => boolean;
  /** The answer from which its standard one comes: what is missing there is not missing twice. */
  readonly derivedFrom?: QuestionName;
  /** The answer that nobody gave; null if there must be one. */
  readonly standard: (answers: Answers) => string | null;
}

export type QuestionName = (typeof names)[number];

const names = [
  'environment',
  'name',
  'currency',
  'country',
  'publicUrl',
  'certificate',
  'certificateKey',
  'storefront',
  'postgres',
  'postgresOwner',
  'redis',
  'mail',
  'mailFrom',
  'provider',
  'stripeKey',
  'stripeWebhookSecret',
  'adminEmail',
  'adminName',
  'adminPassword',
  'securityContact',
  'warehouse',
  'warehouseName',
  'warehouseCountry',
] as const;

export const embedded = 'embedded';
export const none = 'none';

/** Not by `Intl.ListFormat`, whose data would be loaded to describe the option. */
const databases = `${subgraphNames.slice(0, -1).join(', ')}, and ${subgraphNames.at(-1)}`;

const required = () => null;
const always = (answer: string) => () => answer;

const isProduction = ({ environment }: Answers): boolean => environment === 'production';
const isStripe = ({ provider }: Answers): boolean => provider === 'stripe';

/** `DE` of `DE=19/4.90,AT=20/7.90`. */
const firstCountry = ({ country = '' }: Answers): string | null => country.slice(0, 2) || null;

/** What setup asks, in the order in which it asks. What production refuses is among them. */
export const questions: readonly Question[] = [
  {
    name: 'environment',
    value: 'name',
    text: 'the environment: production, development or test',
    standard: always('production'),
  },
  {
    name: 'name',
    value: 'name',
    text: 'the name of the shop, for payment pages and mails',
    standard: required,
  },
  {
    name: 'currency',
    value: 'code',
    text: 'the currency of shipping prices, such as EUR',
    standard: required,
  },
  {
    name: 'country',
    value: 'terms',
    text: 'the countries it delivers to, with tax in percent and shipping: DE=19/4.90,AT=20/7.90',
    standard: required,
  },
  {
    name: 'publicUrl',
    value: 'url',
    text: 'its URL for clients, which has https, such as https://api.example.com',
    standard: (answers) => (isProduction(answers) ? null : none),
  },
  {
    name: 'certificate',
    value: 'file',
    text: 'the PEM file with the certificate of that name, or none if a proxy on this machine has it',
    after: 'publicUrl',
    isAsked: ({ publicUrl = '' }) => publicUrl.startsWith('https:'),
    standard: always(none),
  },
  {
    name: 'certificateKey',
    value: 'file',
    text: 'the PEM file with the key of the certificate',
    after: 'certificate',
    isAsked: ({ certificate = none }) => certificate !== none,
    standard: required,
  },
  {
    name: 'storefront',
    value: 'origins',
    text: 'the origins of web pages that call it and that banks return to, such as https://www.example.com, or none',
    standard: always(none),
  },
  {
    name: 'postgres',
    value: 'url',
    text: `PostgreSQL: embedded, or postgresql://user:password@host:port for the databases ${databases}`,
    standard: always(embedded),
  },
  {
    name: 'postgresOwner',
    value: 'url',
    text: 'the same server for the role that owns and migrates the databases, or none if it is the one that serves',
    isAsked: ({ postgres = embedded }) => postgres !== embedded,
    standard: always(none),
  },
  {
    name: 'redis',
    value: 'url',
    text: 'Redis: embedded, or rediss://user:password@host:port',
    standard: always(embedded),
  },
  {
    name: 'mail',
    value: 'url',
    text: 'the mail server, such as smtps://user:password@host:465, or none',
    standard: always(none),
  },
  {
    name: 'mailFrom',
    value: 'sender',
    text: 'the sender of mails, such as Shop <shop@example.com>',
    after: 'mail',
    isAsked: ({ mail = none }) => mail !== none,
    standard: required,
  },
  {
    name: 'provider',
    value: 'name',
    text: 'the payment provider: stripe, or sandbox, which takes no real money',
    standard: (answers) => (isProduction(answers) ? null : 'sandbox'),
  },
  {
    name: 'stripeKey',
    value: 'key',
    text: 'the API key of Stripe, a live one in production',
    isSecret: true,
    after: 'provider',
    isAsked: isStripe,
    standard: required,
  },
  {
    name: 'stripeWebhookSecret',
    value: 'secret',
    text: 'the secret that signs the callbacks of Stripe, whsec_…',
    isSecret: true,
    after: 'provider',
    isAsked: isStripe,
    standard: required,
  },
  {
    name: 'adminEmail',
    value: 'email',
    text: 'the e-mail address of the first administrator, for which you vouch',
    standard: required,
  },
  {
    name: 'adminName',
    value: 'name',
    text: 'the name of the administrator',
    after: 'adminEmail',
    isPart: true,
    standard: always('Administrator'),
  },
  {
    name: 'adminPassword',
    value: 'password',
    text: 'the password of the administrator, or none for a random one',
    isSecret: true,
    after: 'adminEmail',
    isPart: true,
    standard: always(none),
  },
  {
    name: 'securityContact',
    value: 'url',
    text: 'where to report vulnerabilities: mailto:, https:// or tel:',
    derivedFrom: 'adminEmail',
    standard: ({ adminEmail }) => (adminEmail === undefined ? null : `mailto:${adminEmail}`),
  },
  {
    name: 'warehouse',
    value: 'code',
    text: 'the code of the first warehouse',
    standard: always('MAIN'),
  },
  {
    name: 'warehouseName',
    value: 'name',
    text: 'the name of the warehouse',
    after: 'warehouse',
    isPart: true,
    standard: ({ warehouse = '' }) => warehouse,
  },
  {
    name: 'warehouseCountry',
    value: 'code',
    text: 'the country of the warehouse, such as DE',
    after: 'warehouse',
    isPart: true,
    derivedFrom: 'country',
    standard: firstCountry,
  },
];

/** `--public-url` of `publicUrl`. */
export const flagOf = ({ name }: Pick<Question, 'name'>): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
