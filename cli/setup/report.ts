import { counted } from '../../platform/values/counted';
import type { ConfigFile } from './config-file';
import type { Filled } from './fill';
import type { Answers } from './questions';
import { knownAnswers } from './settings';

/** What a run has done. */
export interface SetupResult extends Filled {
  /** The files that were written. */
  readonly files: readonly string[];
  /** The file with the secrets of the administrator; null if they were shown. */
  readonly administratorFile: string | null;
  /** What is left to do, a sentence each. */
  readonly next: readonly string[];
}

function paymentSteps(file: ConfigFile): string[] {
  const { provider, publicUrl = '' } = knownAnswers(file);
  if (provider === 'stripe') {
    const url = `${new URL(publicUrl).origin}/payments/callback/stripe`;
    return [
      `Register ${url} for callbacks in the dashboard of Stripe, for all events of payment_intent and refund, and for charge.dispute.created.`,
    ];
  }
  return [
    'The sandbox takes no real money: before you sell, call orderprocessing setup --provider stripe --stripe-key @FILE --stripe-webhook-secret @FILE.',
  ];
}

const administratorSteps = (path: string | null): string[] =>
  path === null ? [] : [`Move what is in ${path} into a password manager, and delete the file.`];

/** What the operator has to do after a change. */
export const stepsAfterChange = (
  file: ConfigFile,
  { provider }: Answers,
  administratorFile: string | null,
): string[] => [
  ...administratorSteps(administratorFile),
  ...(provider === undefined ? [] : paymentSteps(file)),
  'If the shop is running, start it again: it reads most settings when it starts.',
];

/** What the operator has to do after a first run, judging by the settings. */
export function stepsAfterSetup(file: ConfigFile, administratorFile: string | null): string[] {
  const { currency = 'EUR', publicUrl } = knownAnswers(file);
  const isProxied = file.get('server.trustedProxies') != null;
  const hasMail = file.get('mail.from') != null;
  return [
    ...administratorSteps(administratorFile),
    `Copy ${file.secretsFolder} to a safe place: without it, neither the data nor its backups can be read.`,
    ...(isProxied ? [`Let the proxy of ${publicUrl} forward to http://127.0.0.1:4000.`] : []),
    'Start the shop with orderprocessing start.',
    `Bring in products with orderprocessing import products FILE --currency ${currency}, and stock with orderprocessing import stock FILE.`,
    ...paymentSteps(file),
    ...(hasMail ? [] : ['No mail is sent: name a server with orderprocessing setup --mail URL.']),
    'Make the first backup of the running shop with orderprocessing backup, which starts their schedule.',
  ];
}

const made = (what: string, isNew: boolean): string =>
  isNew ? `Created the ${what}.` : `The ${what} exists already, and was not changed.`;

/** The result as text for people. */
export function resultText({ files, administrator, warehouse, next }: SetupResult): string {
  const secrets = files.length - 1;
  const lines = [
    `Wrote ${files.at(-1)}${secrets === 0 ? '' : `, and ${counted(secrets, 'secret')} beside it`}.`,
    ...(warehouse === null ? [] : [made(`warehouse ${warehouse.code}`, warehouse.isNew)]),
    ...(administrator === null
      ? []
      : [made(`account ${administrator.email}`, administrator.isNew)]),
    '',
    'What is left to do:',
    ...next.map((step, place) => `${place + 1}. ${step}`),
  ];
  return `${lines.join('\n')}\n`;
}
