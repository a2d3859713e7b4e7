import type { Template } from '../letter';
import { type NoticeData, notMeBlocks, sampleNotice } from '../not-me';

/** Announces that somebody with password and code switched the second factor off. */
export const secondFactorWasRemovedTemplate: Template<NoticeData> = {
  sample: sampleNotice,
  letters: {
    EN: (data) => ({
      subject: 'Your second factor was switched off',
      blocks: [
        `The second factor of your account was switched off at ${data.at}, with your password and a code. Your password alone signs in now.`,
        ...notMeBlocks('EN', data),
      ],
    }),
    DE: (data) => ({
      subject: 'Ihr zweiter Faktor wurde ausgeschaltet',
      blocks: [
        `Am ${data.at} wurde der zweite Faktor Ihres Kontos mit Ihrem Passwort und einem Code ausgeschaltet. Zur Anmeldung genügt jetzt Ihr Passwort.`,
        ...notMeBlocks('DE', data),
      ],
    }),
  },
};
