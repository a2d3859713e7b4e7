import type { Texts } from './en';

export const de: Texts = {
  name: 'Konto',
  email: 'E-Mail-Adresse',
  emailProblem: 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel ada@example.com.',
  showPassword: 'Anzeigen',
  working: 'Einen Moment …',
  failed: 'Der Server konnte das nicht tun. Versuchen Sie es gleich noch einmal.',
  reference: (id) => `Referenz: ${id}`,
  failures: {
    UNREACHABLE:
      'Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal.',
    RATE_LIMITED:
      'Das waren zu viele Versuche. Warten Sie eine Minute, und versuchen Sie es noch einmal.',
  },
  open: { shop: 'Zum Shop', console: 'Zur Konsole', mail: 'Mails anzeigen' },
  account: {
    title: 'Ihr Konto',
    lead: 'Die Links in unseren Mails führen auf diese Seiten: Hier bestätigen Sie eine E-Mail-Adresse, wählen ein neues Passwort oder stoppen eine Änderung, die nicht von Ihnen ist.',
  },
  notFound: {
    title: 'Hier ist nichts',
    text: 'Diese Seite gibt es nicht. Prüfen Sie den Link in der Mail.',
  },
  incomplete: {
    title: 'Öffnen Sie den Link noch einmal',
    text: 'Zu Ihrer Sicherheit gilt der Link nur, wo er aus der Mail geöffnet wird. Öffnen Sie ihn dort noch einmal, oder kopieren Sie ihn ganz in die Adresszeile.',
  },
  expired: { title: 'Dieser Link gilt nicht mehr', again: 'Neuen Link anfordern' },
  verify: {
    title: 'E-Mail-Adresse bestätigen',
    lead: 'Ein Klick bestätigt, dass diese E-Mail-Adresse Ihre ist. Wenn Sie hier kein Konto haben, schließen Sie diese Seite: Es ist nichts geschehen.',
    action: 'E-Mail-Adresse bestätigen',
    taken: {
      title: 'Ein anderes Konto hat diese E-Mail-Adresse',
      text: 'Es wurde nichts bestätigt. Melden Sie sich bei jenem Konto an, oder geben Sie Ihrem eine andere E-Mail-Adresse.',
    },
  },
  verified: {
    title: 'Ihre E-Mail-Adresse ist bestätigt',
    text: 'Mehr ist nicht zu tun. Sie können diese Seite schließen.',
  },
  verifyAgain: {
    lead: 'Der Link wurde schon verwendet, ist älter als 24 Stunden, oder eine neuere Mail hat ihn ersetzt. Wenn Sie die Adresse schon bestätigt haben, ist nichts mehr zu tun. Sonst geben Sie Ihr Passwort ein, und wir schicken Ihnen einen neuen Link.',
    action: 'Neuen Link schicken',
    refused: 'Die E-Mail-Adresse oder das Passwort ist falsch, oder das Konto ist gesperrt.',
  },
  verifySent: {
    title: 'Sehen Sie in Ihr Postfach',
    text: 'Ein neuer Link ist auf dem Weg zu Ihnen. Er gilt 24 Stunden lang. In einer Stunde werden höchstens drei solche Mails verschickt.',
  },
  currentPassword: { label: 'Passwort', empty: 'Geben Sie Ihr Passwort ein.' },
  password: {
    label: 'Neues Passwort',
    rules: (min) =>
      `Mindestens ${min} Zeichen. Sehr häufige Passwörter werden abgelehnt; mehrere Wörter ergeben ein gutes.`,
    short: (min) => `Verwenden Sie mindestens ${min} Zeichen.`,
    long: (max) => `Verwenden Sie höchstens ${max} Zeichen.`,
    common: 'Dieses Passwort ist zu häufig. Wählen Sie ein anderes.',
    action: 'Passwort speichern',
  },
  reset: {
    title: 'Neues Passwort wählen',
    lead: 'Mit dem neuen Passwort werden Sie hier angemeldet, und das Konto wird überall sonst abgemeldet.',
    expired:
      'Der Link wurde schon verwendet, ist älter als 30 Minuten, oder eine neuere Mail hat ihn ersetzt. Wenn Sie gerade ein Passwort gewählt haben, melden Sie sich damit an. Sonst fordern Sie einen neuen Link an.',
  },
  notMe: {
    title: 'Das war ich nicht',
    lead: 'Wenn Sie nicht getan haben, wovon die Mail berichtet, verwendet vielleicht jemand anderes Ihr Konto oder Ihre E-Mail-Adresse. Ein Klick sperrt alle anderen aus:',
    effects: [
      'Alle werden abgemeldet, auf jedem Gerät.',
      'Das Passwort und alle API-Schlüssel gelten nicht mehr, und Webhook-Endpunkte werden abgeschaltet.',
      'Das Konto behält die E-Mail-Adresse, an die die Mail ging, oder bekommt sie zurück.',
      'Ein zweiter Faktor, der mit der Änderung oder später eingerichtet wurde, wird entfernt, außer bei Mitarbeitern.',
    ],
    after:
      'Danach wählen Sie ein neues Passwort. Wenn Sie es waren, schließen Sie diese Seite: Es ist nichts geschehen.',
    action: 'Alle anderen aussperren',
    disowned: (email) =>
      `Alle sind abgemeldet, und kein API-Schlüssel gilt mehr. Wählen Sie innerhalb von 30 Minuten ein neues Passwort für ${email}.`,
    taken: {
      title: 'Ein anderes Konto hat jetzt Ihre E-Mail-Adresse',
      text: 'Es wurde nichts rückgängig gemacht, weil eine E-Mail-Adresse nur zu einem Konto gehört. Wenden Sie sich sofort an den Shop.',
    },
    expired:
      'Der Link wurde schon verwendet oder ist zu alt. Wenn Sie alle ausgesperrt, aber kein Passwort gewählt haben, oder sich nicht anmelden können, fordern Sie einen Link an, mit dem Sie ein neues Passwort wählen.',
  },
  passwordSaved: {
    title: 'Ihr neues Passwort ist gespeichert',
    signedIn: (email) => `Sie sind als ${email} angemeldet.`,
    signIn: 'Gehen Sie zurück zum Shop, und melden Sie sich damit an.',
  },
  code: {
    title: 'Bestätigen Sie, dass Sie es sind',
    passwordSaved:
      'Ihr neues Passwort ist gespeichert. Das Konto hat einen zweiten Faktor: Sein Code meldet Sie an.',
    forMail:
      'Das Konto hat einen zweiten Faktor: Geben Sie seinen Code ein, um die Mail zu bekommen.',
    labels: { TOTP: 'Code aus Ihrer Authenticator-App', RECOVERY_CODE: 'Wiederherstellungscode' },
    instead: {
      TOTP: 'Authenticator-App verwenden',
      RECOVERY_CODE: 'Wiederherstellungscode verwenden',
    },
    empty: 'Geben Sie den Code ein.',
    wrong:
      'Der Code ist falsch oder wurde schon verwendet. Warten Sie auf den nächsten. Nach fünf falschen Codes melden Sie sich mit Ihrem Passwort neu an.',
    action: 'Bestätigen',
  },
  forgot: {
    title: 'Passwort vergessen?',
    lead: 'Geben Sie die E-Mail-Adresse Ihres Kontos ein. Wir schicken Ihnen einen Link, mit dem Sie ein neues Passwort wählen.',
    action: 'Link schicken',
  },
  mailSent: {
    title: 'Sehen Sie in Ihr Postfach',
    text: (email) =>
      `Wenn es ein Konto mit der Adresse ${email} gibt, ist ein Link dorthin unterwegs. Er gilt 30 Minuten lang.`,
    none: 'Keine Mail nach einigen Minuten? Sehen Sie im Spam-Ordner nach, und prüfen Sie die Adresse. In einer Stunde werden höchstens drei solche Mails verschickt.',
    again: 'Andere Adresse eingeben',
  },
};
