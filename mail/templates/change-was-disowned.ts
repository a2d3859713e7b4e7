import type { Template } from '../letter';

export interface ChangeWasDisownedData {
  /** When, in UTC. */
  readonly at: string;
}

/** Announces, to the address that the account had, that its owner disowned a change. */
export const changeWasDisownedTemplate: Template<ChangeWasDisownedData> = {
  sample: { at: '2026-11-26 10:54 UTC' },
  letters: {
    EN: ({ at }) => ({
      subject: 'A change of your account was disowned',
      blocks: [
        `At ${at} somebody opened the link “This was not me” in a mail about a change of your account, and confirmed it.`,
        'All sessions and API keys have ended, and the password no longer works. If the mail went to an earlier e-mail address, the account has that address again.',
        'If that was not you, somebody reads the mail of that address: contact us at once.',
      ],
    }),
    DE: ({ at }) => ({
      subject: 'Eine Änderung Ihres Kontos wurde zurückgewiesen',
      blocks: [
        `Am ${at} hat jemand den Link „Das war ich nicht“ in einer Mail über eine Änderung Ihres Kontos geöffnet und bestätigt.`,
        'Alle Sitzungen und API-Schlüssel sind beendet, und das Passwort gilt nicht mehr. Wenn die Mail an eine frühere E-Mail-Adresse ging, hat das Konto wieder diese Adresse.',
        'Wenn Sie das nicht waren, liest jemand die Mails dieser Adresse: Wenden Sie sich sofort an uns.',
      ],
    }),
  },
};
