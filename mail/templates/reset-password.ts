import type { Template } from '../letter';

export interface ResetPasswordData {
  /** The page that sets a new password, with the token. */
  readonly url: string;
  readonly minutes: number;
}

/** The link of `requestPasswordReset`. */
export const resetPasswordTemplate: Template<ResetPasswordData> = {
  sample: { url: 'https://shop.example.com/reset-password?token=sample', minutes: 30 },
  letters: {
    EN: ({ url, minutes }) => ({
      subject: 'Choose a new password',
      blocks: [
        'Somebody asked for a new password for the account with this e-mail address.',
        { label: 'Choose a new password', url },
        `The link works once, within ${minutes} minutes, and only the newest link works. Choosing a new password signs the account out everywhere.`,
        'If you did not ask for it, ignore this message: your password stays as it is.',
      ],
    }),
    DE: ({ url, minutes }) => ({
      subject: 'Neues Passwort wählen',
      blocks: [
        'Für das Konto mit dieser E-Mail-Adresse wurde ein neues Passwort angefordert.',
        { label: 'Neues Passwort wählen', url },
        `Der Link gilt einmal und ${minutes} Minuten lang, und nur der neueste Link gilt. Mit dem neuen Passwort wird das Konto überall abgemeldet.`,
        'Wenn Sie das nicht waren, ignorieren Sie diese Nachricht: Ihr Passwort bleibt, wie es ist.',
      ],
    }),
  },
};
