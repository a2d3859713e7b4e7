import type { Template } from '../letter';

export interface SecondFactorWasResetData {
  /** When, in UTC. */
  readonly at: string;
}

/** Announces that staff or the operator removed the second factor of the account. */
export const secondFactorWasResetTemplate: Template<SecondFactorWasResetData> = {
  sample: { at: '2026-11-26 10:54 UTC' },
  letters: {
    EN: ({ at }) => ({
      subject: 'Your second factor was removed',
      blocks: [
        `The second factor of your account was removed at ${at}, and its recovery codes no longer work. Until you set up another one, your password alone signs in.`,
        'If you did not ask for this, change your password and contact us at once.',
      ],
    }),
    DE: ({ at }) => ({
      subject: 'Ihr zweiter Faktor wurde entfernt',
      blocks: [
        `Der zweite Faktor Ihres Kontos wurde am ${at} entfernt, und seine Wiederherstellungscodes gelten nicht mehr. Bis Sie einen neuen einrichten, genügt Ihr Passwort zur Anmeldung.`,
        'Wenn Sie nicht darum gebeten haben, ändern Sie Ihr Passwort, und wenden Sie sich sofort an uns.',
      ],
    }),
  },
};
