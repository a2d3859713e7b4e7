import type { Template } from '../letter';
import { type NoticeData, notMeBlocks, sampleNotice } from '../not-me';

/** Announces to the former address that the account has another one. It does not contain the new one. */
export const emailWasChangedTemplate: Template<NoticeData> = {
  sample: sampleNotice,
  letters: {
    EN: (data) => ({
      subject: 'Your account has another e-mail address',
      blocks: [
        `Your account got another e-mail address at ${data.at}, and this one no longer signs in.`,
        ...notMeBlocks('EN', data),
      ],
    }),
    DE: (data) => ({
      subject: 'Ihr Konto hat eine andere E-Mail-Adresse',
      blocks: [
        `Am ${data.at} bekam Ihr Konto eine andere E-Mail-Adresse. Mit dieser hier können Sie sich nicht mehr anmelden.`,
        ...notMeBlocks('DE', data),
      ],
    }),
  },
};
