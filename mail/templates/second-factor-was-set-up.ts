import type { Template } from '../letter';
import { type NoticeData, notMeBlocks, sampleNotice } from '../not-me';

/** Announces that a second factor was switched on. */
export const secondFactorWasSetUpTemplate: Template<NoticeData> = {
  sample: sampleNotice,
  letters: {
    EN: (data) => ({
      subject: 'A second factor was set up',
      blocks: [
        `A second factor was set up for your account at ${data.at}. From now on, signing in needs a code of the authenticator app or a recovery code.`,
        ...notMeBlocks('EN', data),
      ],
    }),
    DE: (data) => ({
      subject: 'Ein zweiter Faktor wurde eingerichtet',
      blocks: [
        `Am ${data.at} wurde für Ihr Konto ein zweiter Faktor eingerichtet. Ab jetzt braucht die Anmeldung einen Code der Authenticator-App oder einen Wiederherstellungscode.`,
        ...notMeBlocks('DE', data),
      ],
    }),
  },
};
