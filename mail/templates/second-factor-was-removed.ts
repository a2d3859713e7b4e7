import { notice } from '../not-me';

/** Announces that somebody with password and code switched the second factor off. */
export const secondFactorWasRemovedTemplate = notice({
  EN: {
    subject: 'Your second factor was switched off',
    text: (at) =>
      `The second factor of your account was switched off at ${at}, with your password and a code. Your password alone signs in now.`,
  },
  DE: {
    subject: 'Ihr zweiter Faktor wurde ausgeschaltet',
    text: (at) =>
      `Am ${at} wurde der zweite Faktor Ihres Kontos mit Ihrem Passwort und einem Code ausgeschaltet. Zur Anmeldung genügt jetzt Ihr Passwort.`,
  },
});
