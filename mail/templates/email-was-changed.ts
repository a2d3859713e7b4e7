import { notice } from '../not-me';

/** Announces to the former address that the account has another one. It does not contain the new one. */
export const emailWasChangedTemplate = notice({
  EN: {
    subject: 'Your account has another e-mail address',
    text: (at) =>
      `Your account got another e-mail address at ${at}, and this one no longer signs in.`,
  },
  DE: {
    subject: 'Ihr Konto hat eine andere E-Mail-Adresse',
    text: (at) =>
      `Am ${at} bekam Ihr Konto eine andere E-Mail-Adresse. Mit dieser hier können Sie sich nicht mehr anmelden.`,
  },
});
