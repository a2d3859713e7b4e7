import type { Template } from '../letter';
import { type NoticeData, notMeBlocks, sampleNotice } from '../not-me';

/** Announces a password that was set with a mailed link. */
export const passwordWasResetTemplate: Template<NoticeData> = {
  sample: sampleNotice,
  letters: {
    EN: (data) => ({
      subject: 'Your password was changed',
      blocks: [
        `The password of your account was changed at ${data.at} with a link that was sent to this e-mail address. All earlier sessions have ended. API keys keep working.`,
        'If you did not do this, somebody can read your mail: secure your mailbox first.',
        ...notMeBlocks('EN', data),
      ],
    }),
    DE: (data) => ({
      subject: 'Ihr Passwort wurde geändert',
      blocks: [
        `Das Passwort Ihres Kontos wurde am ${data.at} mit einem Link geändert, der an diese E-Mail-Adresse geschickt wurde. Alle früheren Sitzungen sind beendet. API-Schlüssel gelten weiter.`,
        'Wenn Sie das nicht waren, kann jemand Ihre Mails lesen: Sichern Sie zuerst Ihr Postfach.',
        ...notMeBlocks('DE', data),
      ],
    }),
  },
};
