import { notice } from '../not-me';

/** Announces an API key. It does not contain the name of the key, which is whatever somebody typed. */
export const apiKeyWasCreatedTemplate = notice({
  EN: {
    subject: 'An API key was created',
    text: (at) =>
      `An API key was created for your account at ${at}. Anybody who has it can use the API in your name.`,
  },
  DE: {
    subject: 'Ein API-Schlüssel wurde erstellt',
    text: (at) =>
      `Am ${at} wurde für Ihr Konto ein API-Schlüssel erstellt. Wer ihn hat, kann die API in Ihrem Namen benutzen.`,
  },
});
