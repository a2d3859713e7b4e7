import { notice } from '../not-me';

/** Announces a new password that somebody with the previous one chose. */
export const passwordWasChangedTemplate = notice({
  EN: {
    subject: 'Your password was changed',
    text: (at) =>
      `The password of your account was changed at ${at} by somebody who knew the previous one. All other sessions have ended. API keys keep working.`,
  },
  DE: {
    subject: 'Ihr Passwort wurde geändert',
    text: (at) =>
      `Am ${at} hat jemand, der das bisherige Passwort kannte, das Passwort Ihres Kontos geändert. Alle anderen Sitzungen sind beendet. API-Schlüssel gelten weiter.`,
  },
});
