import type { Template } from '../letter';
import { type NoticeData, notMeBlocks, sampleNotice } from '../not-me';

/** Announces an API key. It does not contain the name of the key, which is whatever somebody typed. */
export const apiKeyWasCreatedTemplate: Template<NoticeData> = {
  sample: sampleNotice,
  letters: {
    EN: (data) => ({
      subject: 'An API key was created',
      blocks: [
        `An API key was created for your account at ${data.at}. Anybody who has it can use the API in your name.`,
        ...notMeBlocks('EN', data),
      ],
    }),
    DE: (data) => ({
      subject: 'Ein API-Schlüssel wurde erstellt',
      blocks: [
        `Am ${data.at} wurde für Ihr Konto ein API-Schlüssel erstellt. Wer ihn hat, kann die API in Ihrem Namen benutzen.`,
        ...notMeBlocks('DE', data),
      ],
    }),
  },
};
