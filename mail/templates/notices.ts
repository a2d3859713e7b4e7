import { notice } from '../not-me';

/** Mails about a change of an account, by their kinds. */
export const notices = {
  /** Announces an API key, without its name, which is whatever somebody typed. */
  api_key_was_created: notice({
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
  }),

  /** Announces a new secret of an API key. */
  api_key_was_rotated: notice({
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
  }),

  /**
   * The notice to the current address of an account for which another one was given. It does not
   * contain the new address, which may be confirmed or dropped before this is sent.
   */
  email_change_requested: notice({
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
  }),

  /** Announces another address to the former one, without saying which. */
  email_was_changed: notice({
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
  }),

  /** Announces a new password that somebody with the previous one chose. */
  password_was_changed: notice({
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
  }),

  /** Announces a password that was set with a mailed link. */
  password_was_reset: notice({
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
  }),

  /** Announces that somebody with password and code switched the second factor off. */
  second_factor_was_removed: notice({
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
  }),

  /** Announces a reset by staff or the operator; an account without a second factor gets it, too. */
  second_factor_was_reset: notice({
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
  }),

  /** Announces that a second factor was switched on. */
  second_factor_was_set_up: notice({
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
  }),
} as const;
