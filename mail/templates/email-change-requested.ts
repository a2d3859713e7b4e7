import { notice } from '../not-me';

/**
 * The notice to the current address of an account for which another one was given. It does not
 * contain the new address, which may be confirmed or dropped before this is sent.
 */
export const emailChangeRequestedTemplate = notice({
  EN: {
    subject: 'Your account gets another e-mail address',
    text: (at) =>
      `At ${at} another e-mail address was given for your account. The account gets it as soon as that address is confirmed; until then it keeps this one.`,
  },
  DE: {
    subject: 'Ihr Konto bekommt eine andere E-Mail-Adresse',
    text: (at) =>
      `Am ${at} wurde für Ihr Konto eine andere E-Mail-Adresse angegeben. Das Konto bekommt sie, sobald sie bestätigt ist; bis dahin behält es diese hier.`,
  },
});
