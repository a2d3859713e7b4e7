import { notice } from '../not-me';

/** Announces a reset by staff or the operator, which an account without a second factor can have, too. */
export const secondFactorWasResetTemplate = notice({
  EN: {
    subject: 'Your second factor was reset',
    text: (at) =>
      `The second factor of your account was reset at ${at}: if there was one, it is removed, and its recovery codes no longer work. Until you set up another one, your password alone signs in.`,
  },
  DE: {
    subject: 'Ihr zweiter Faktor wurde zurückgesetzt',
    text: (at) =>
      `Der zweite Faktor Ihres Kontos wurde am ${at} zurückgesetzt: Gab es einen, ist er entfernt, und seine Wiederherstellungscodes gelten nicht mehr. Bis Sie einen neuen einrichten, genügt Ihr Passwort zur Anmeldung.`,
  },
});
