import type { Template } from '../letter';

export interface PasswordWasResetData {
  /** When, in UTC. */
  readonly at: string;
}

/** Announces a password that was set with a mailed link. */
export const passwordWasResetTemplate: Template<PasswordWasResetData> = {
  sample: { at: '2026-11-26 10:54 UTC' },
  letters: {
    EN: ({ at }) => ({
      subject: 'Your password was changed',
      blocks: [
        `The password of your account was changed at ${at} with a link that was sent to this e-mail address. All earlier sessions have ended. API keys keep working.`,
        'If you did not do this, somebody can read your mail: secure your mailbox first, then ask for a new password.',
      ],
    }),
    DE: ({ at }) => ({
      subject: 'Ihr Passwort wurde geändert',
      blocks: [
        `Das Passwort Ihres Kontos wurde am ${at} mit einem Link geändert, der an diese E-Mail-Adresse geschickt wurde. Alle früheren Sitzungen sind beendet. API-Schlüssel gelten weiter.`,
        'Wenn Sie das nicht waren, kann jemand Ihre Mails lesen: Sichern Sie zuerst Ihr Postfach, und fordern Sie dann ein neues Passwort an.',
      ],
    }),
  },
};
