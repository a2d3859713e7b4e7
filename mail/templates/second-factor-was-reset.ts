import { notice } from '../not-me';

/** Announces that staff or the operator removed the second factor of the account. */
export const secondFactorWasResetTemplate = notice({
  EN: {
    subject: 'Your second factor was removed',
    text: (at) =>
      `The second factor of your account was removed at ${at}, and its recovery codes no longer work. Until you set up another one, your password alone signs in.`,
  },
  DE: {
    subject: 'Ihr zweiter Faktor wurde entfernt',
    text: (at) =>
      `Der zweite Faktor Ihres Kontos wurde am ${at} entfernt, und seine Wiederherstellungscodes gelten nicht mehr. Bis Sie einen neuen einrichten, genügt Ihr Passwort zur Anmeldung.`,
  },
});
