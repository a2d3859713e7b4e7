import type { Template } from '../letter';

export interface VerifyEmailData {
  /** The page that confirms the address, with the token. */
  readonly url: string;
  readonly hours: number;
}

/** The mail that confirms the address of a new account, or a new address of an account. */
export const verifyEmailTemplate: Template<VerifyEmailData> = {
  sample: { url: 'https://shop.example.com/verify-email?token=sample', hours: 24 },
  letters: {
    EN: ({ url, hours }) => ({
      subject: 'Confirm your e-mail address',
      blocks: [
        'An account was given this e-mail address. Please confirm that it is yours.',
        { label: 'Confirm e-mail address', url },
        `The link works once, within ${hours} hours, and only the newest link works.`,
        'If you have no account here, ignore this message: without your confirmation the address is not used.',
      ],
    }),
    DE: ({ url, hours }) => ({
      subject: 'E-Mail-Adresse bestätigen',
      blocks: [
        'Für ein Konto wurde diese E-Mail-Adresse angegeben. Bitte bestätigen Sie, dass es Ihre ist.',
        { label: 'E-Mail-Adresse bestätigen', url },
        `Der Link gilt einmal und ${hours} Stunden lang, und nur der neueste Link gilt.`,
        'Wenn Sie hier kein Konto haben, ignorieren Sie diese Nachricht: Ohne Ihre Bestätigung wird die Adresse nicht verwendet.',
      ],
    }),
  },
};
