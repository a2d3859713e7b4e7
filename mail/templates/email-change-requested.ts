import type { Template } from '../letter';
import { type NoticeData, notMeBlocks, sampleNotice } from '../not-me';

/**
 * The notice to the current address of an account for which another one was given. It does not
 * contain the new address, which may be confirmed or dropped before this is sent.
 */
export const emailChangeRequestedTemplate: Template<NoticeData> = {
  sample: sampleNotice,
  letters: {
    EN: (data) => ({
      subject: 'Your account gets another e-mail address',
      blocks: [
        `At ${data.at} another e-mail address was given for your account. The account gets it as soon as that address is confirmed; until then it keeps this one.`,
        ...notMeBlocks('EN', data),
      ],
    }),
    DE: (data) => ({
      subject: 'Ihr Konto bekommt eine andere E-Mail-Adresse',
      blocks: [
        `Am ${data.at} wurde für Ihr Konto eine andere E-Mail-Adresse angegeben. Das Konto bekommt sie, sobald sie bestätigt ist; bis dahin behält es diese hier.`,
        ...notMeBlocks('DE', data),
      ],
    }),
  },
};
