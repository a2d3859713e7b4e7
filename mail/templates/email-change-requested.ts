import type { Template } from '../letter';

export interface EmailChangeRequestedData {
  /** When, in UTC. */
  readonly at: string;
}

/**
 * The notice to the current address of an account for which another one was given. It does not
 * contain the new address, which may be confirmed or dropped before this is sent.
 */
export const emailChangeRequestedTemplate: Template<EmailChangeRequestedData> = {
  sample: { at: '2026-11-26 10:54 UTC' },
  letters: {
    EN: ({ at }) => ({
      subject: 'Your account gets another e-mail address',
      blocks: [
        `At ${at} another e-mail address was given for your account. The account gets it as soon as that address is confirmed; until then it keeps this one.`,
        'If you did not do this, somebody knows your password: change it now, and enter this address in your profile again to cancel the change.',
      ],
    }),
    DE: ({ at }) => ({
      subject: 'Ihr Konto bekommt eine andere E-Mail-Adresse',
      blocks: [
        `Am ${at} wurde für Ihr Konto eine andere E-Mail-Adresse angegeben. Das Konto bekommt sie, sobald sie bestätigt ist; bis dahin behält es diese hier.`,
        'Wenn Sie das nicht waren, kennt jemand Ihr Passwort: Ändern Sie es jetzt, und tragen Sie diese Adresse wieder in Ihr Profil ein, um die Änderung abzubrechen.',
      ],
    }),
  },
};
