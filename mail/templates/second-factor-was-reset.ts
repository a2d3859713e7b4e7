import type { Template } from '../letter';
import { type NoticeData, notMeBlocks, sampleNotice } from '../not-me';

/** Announces that staff or the operator removed the second factor of the account. */
export const secondFactorWasResetTemplate: Template<NoticeData> = {
  sample: sampleNotice,
  letters: {
    EN: (data) => ({
      subject: 'Your second factor was removed',
      blocks: [
        `The second factor of your account was removed at ${data.at}, and its recovery codes no longer work. Until you set up another one, your password alone signs in.`,
        ...notMeBlocks('EN', data),
      ],
    }),
    DE: (data) => ({
      subject: 'Ihr zweiter Faktor wurde entfernt',
      blocks: [
        `Der zweite Faktor Ihres Kontos wurde am ${data.at} entfernt, und seine Wiederherstellungscodes gelten nicht mehr. Bis Sie einen neuen einrichten, genügt Ihr Passwort zur Anmeldung.`,
        ...notMeBlocks('DE', data),
      ],
    }),
  },
};
