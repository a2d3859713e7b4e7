import type { Template } from '../letter';
import { type NoticeData, notMeBlocks, sampleNotice } from '../not-me';

/** Announces a new secret of an API key. */
export const apiKeyWasRotatedTemplate: Template<NoticeData> = {
  sample: sampleNotice,
  letters: {
    EN: (data) => ({
      subject: 'An API key got a new secret',
      blocks: [
        `An API key of your account got a new secret at ${data.at}. Anybody who has it can use the API in your name.`,
        ...notMeBlocks('EN', data),
      ],
    }),
    DE: (data) => ({
      subject: 'Ein API-Schlüssel wurde erneuert',
      blocks: [
        `Am ${data.at} bekam ein API-Schlüssel Ihres Kontos ein neues Geheimnis. Wer es hat, kann die API in Ihrem Namen benutzen.`,
        ...notMeBlocks('DE', data),
      ],
    }),
  },
};
