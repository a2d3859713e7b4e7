import type { Block, Template } from '../letter';
import { type DisownLink, notMeLabels, sampleNotice } from '../not-me';

export interface VerifyEmailData {
  /** The page that confirms the address, with the token. */
  readonly url: string;
  readonly hours: number;
  /** When the account was made, in UTC. */
  readonly madeAt: string;
  /** Null if the account has another address, which it keeps unless this one is confirmed. */
  readonly disown: DisownLink | null;
}

const ignored = {
  EN: 'If you have no account here, ignore this message: without your confirmation the address is not used.',
  DE: 'Wenn Sie hier kein Konto haben, ignorieren Sie diese Nachricht: Ohne Ihre Bestätigung wird die Adresse nicht verwendet.',
} as const;

const notMe = {
  EN: (until: string) =>
    `If you did not make this account, somebody used your address. Do not confirm it. Until ${until} the link below signs everybody out of the account, and only you can choose its new password.`,
  DE: (until: string) =>
    `Wenn Sie dieses Konto nicht angelegt haben, hat jemand Ihre Adresse benutzt. Bestätigen Sie sie nicht. Bis ${until} meldet der Link unten alle von dem Konto ab, und nur Sie können sein neues Passwort wählen.`,
} as const;

function endOf(language: 'EN' | 'DE', disown: DisownLink | null): readonly Block[] {
  if (disown === null) return [ignored[language]];
  const { url, until } = disown;
  return [notMe[language](until), { label: notMeLabels[language], url, isQuiet: true }];
}

/** The mail that confirms the address of a new account, or a new address of an account. */
export const verifyEmailTemplate: Template<VerifyEmailData> = {
  sample: {
    url: 'https://shop.example.com/verify-email?token=sample',
    hours: 24,
    madeAt: sampleNotice.at,
    disown: sampleNotice.disown,
  },
  letters: {
    EN: ({ url, hours, madeAt, disown }) => ({
      subject: 'Confirm your e-mail address',
      blocks: [
        `An account that was made at ${madeAt} was given this e-mail address. Please confirm that it is yours.`,
        { label: 'Confirm e-mail address', url },
        `The link works once, within ${hours} hours, and only the newest link works.`,
        ...endOf('EN', disown),
      ],
    }),
    DE: ({ url, hours, madeAt, disown }) => ({
      subject: 'E-Mail-Adresse bestätigen',
      blocks: [
        `Für ein Konto, das am ${madeAt} angelegt wurde, wurde diese E-Mail-Adresse angegeben. Bitte bestätigen Sie, dass es Ihre ist.`,
        { label: 'E-Mail-Adresse bestätigen', url },
        `Der Link gilt einmal und ${hours} Stunden lang, und nur der neueste Link gilt.`,
        ...endOf('DE', disown),
      ],
    }),
  },
};
