import { notice } from '../not-me';

/** Announces a new secret of an API key. */
export const apiKeyWasRotatedTemplate = notice({
  EN: {
    subject: 'An API key got a new secret',
    text: (at) =>
      `An API key of your account got a new secret at ${at}. Anybody who has it can use the API in your name.`,
  },
  DE: {
    subject: 'Ein API-Schlüssel wurde erneuert',
    text: (at) =>
      `Am ${at} bekam ein API-Schlüssel Ihres Kontos ein neues Geheimnis. Wer es hat, kann die API in Ihrem Namen benutzen.`,
  },
});
