import type { warehouses as english } from '../en/warehouses';

export const warehouses: typeof english = {
  warehouses: {
    lead: 'Wo Bestand liegt und von wo versandt wird.',
    empty: 'Noch keine Lager',
    emptyHint:
      'Erst wenn ein Administrator ein Lager angelegt hat und sein Bestand erfasst ist, kann verkauft werden.',
    back: 'Alle Lager',
    code: 'Kürzel',
    codeHint: 'Buchstaben, Ziffern, Binde- und Unterstriche, etwa BER. Es ändert sich nie.',
    country: 'Land',
    countryHint: 'Zwei Buchstaben, etwa DE.',
    open: 'Offen',
    closed: 'Geschlossen',
    create: 'Lager anlegen',
    createLead: 'Es ist sofort offen und hat keinen Bestand.',
    created: 'Das Lager ist angelegt.',
    rename: 'Umbenennen',
    renameLead: (code) => `${code} bekommt einen anderen Namen. Das Kürzel bleibt.`,
    renamed: 'Das Lager ist umbenannt.',
    close: 'Lager schließen',
    reopen: 'Lager wieder öffnen',
    switches: {
      close: {
        sentence: (name) =>
          `${name} nimmt keine neuen Aufträge und keine Ware mehr an, und sein Bestand ist nicht mehr verfügbar. Was dort reserviert ist, wird noch versandt. Sie können es wieder öffnen.`,
        dismiss: 'Offen lassen',
        done: 'Das Lager ist geschlossen.',
      },
      reopen: {
        sentence: (name) =>
          `${name} nimmt wieder Aufträge und Ware an, und sein Bestand ist verfügbar.`,
        dismiss: 'Geschlossen lassen',
        done: 'Das Lager ist offen.',
      },
    },
    count: 'Zählung erfassen',
    countTitle: (name) => `Zählung in ${name}`,
    counted: 'Gezählt',
    countLead:
      'Vorhanden ist danach, was gezählt wurde, auch reservierte Stück. Artikel, die nicht aufgeführt sind, bleiben wie sie sind. Versenden Sie nichts zwischen Zählung und Erfassung.',
    linesLabel: 'SKU und Stückzahl, ein Artikel je Zeile',
    linesHint:
      'Getrennt durch Komma, Semikolon oder Tabulator. Spalten einer Tabelle lassen sich einfügen.',
    tooMany: (lines) =>
      `Das sind ${lines} Zeilen. Höchstens 1.000 werden auf einmal erfasst: Erfassen Sie sie in Teilen.`,
    preview: 'Abweichungen anzeigen',
    differences: 'Abweichungen',
    difference: '±',
    summary: ({ lines, changed, more, fewer }, number) =>
      `${number(changed)} von ${number(lines)} Zeilen ändern den Bestand: ${number(more)} Stück mehr und ${number(fewer)} weniger vorhanden.`,
    line: (row) => `Zeile ${row}:`,
    problems: {
      unreadable: () => 'Schreiben Sie SKU, Komma und 0 bis 1.000.000.000 Stück.',
      repeated: () => 'Eine frühere Zeile zählt diesen Artikel.',
      unknown: () => 'Kein Artikel hat diese SKU.',
      reserved: (reserved) =>
        `Für Aufträge reserviert: ${reserved} Stück. Stornieren Sie Aufträge, oder zählen Sie noch einmal.`,
      closed: () => 'Das Lager ist geschlossen und nimmt keine Ware an.',
    },
    cannotRecord: (problems) =>
      `${problems} ${problems === '1' ? 'Zeile lässt' : 'Zeilen lassen'} sich nicht erfassen`,
    correct: 'Berichtigen Sie den Text, und lassen Sie die Abweichungen noch einmal anzeigen.',
    recordLead: (name) => `Für ${name} werden alle Zeilen erfasst oder keine.`,
    reasonHint: 'Erscheint bei den Bewegungen. Höchstens 200 Zeichen.',
    recorded: 'Die Zählung ist erfasst.',
  },
};
