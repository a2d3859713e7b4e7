import { notice } from '../not-me';

/** Announces a password that was set with a mailed link. */
export const passwordWasResetTemplate = notice({
  EN: {
    subject: 'Your password was changed',
    text: (at) =>
      `The password of your account was changed at ${at} with a link that was sent to this e-mail address. All earlier sessions have ended. API keys keep working if this e-mail address was confirmed before. If it was not, the account starts again: API keys, second factor and saved postal addresses are removed.`,
    advice: 'If you did not do this, somebody can read your mail: secure your mailbox first.',
  },
  DE: {
    subject: 'Ihr Passwort wurde geändert',
    text: (at) =>
      `Das Passwort Ihres Kontos wurde am ${at} mit einem Link geändert, der an diese E-Mail-Adresse geschickt wurde. Alle früheren Sitzungen sind beendet. API-Schlüssel gelten weiter, wenn diese E-Mail-Adresse schon vorher bestätigt war. War sie es nicht, beginnt das Konto neu: API-Schlüssel, zweiter Faktor und gespeicherte Postanschriften sind entfernt.`,
    advice:
      'Wenn Sie das nicht waren, kann jemand Ihre Mails lesen: Sichern Sie zuerst Ihr Postfach.',
  },
});
