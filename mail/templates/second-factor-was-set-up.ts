import { notice } from '../not-me';

/** Announces that a second factor was switched on. */
export const secondFactorWasSetUpTemplate = notice({
  EN: {
    subject: 'A second factor was set up',
    text: (at) =>
      `A second factor was set up for your account at ${at}. From now on, signing in needs a code of the authenticator app or a recovery code.`,
  },
  DE: {
    subject: 'Ein zweiter Faktor wurde eingerichtet',
    text: (at) =>
      `Am ${at} wurde für Ihr Konto ein zweiter Faktor eingerichtet. Ab jetzt braucht die Anmeldung einen Code der Authenticator-App oder einen Wiederherstellungscode.`,
  },
});
