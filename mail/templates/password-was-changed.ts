import type { Template } from '../letter';
import { type NoticeData, notMeBlocks, sampleNotice } from '../not-me';

/** Announces a new password that somebody with the previous one chose. */
export const passwordWasChangedTemplate: Template<NoticeData> = {
  sample: sampleNotice,
  letters: {
    EN: (data) => ({
      subject: 'Your password was changed',
      blocks: [
        `The password of your account was changed at ${data.at} by somebody who knew the previous one. All other sessions have ended. API keys keep working.`,
        ...notMeBlocks('EN', data),
      ],
    }),
    DE: (data) => ({
      subject: 'Ihr Passwort wurde geändert',
      blocks: [
        `Am ${data.at} hat jemand, der das bisherige Passwort kannte, das Passwort Ihres Kontos geändert. Alle anderen Sitzungen sind beendet. API-Schlüssel gelten weiter.`,
        ...notMeBlocks('DE', data),
      ],
    }),
  },
};
