import type { Block, Language, Letter, Template } from './letter';

/** The link with which the owner of an account disowns the change that a mail reports. */
export interface DisownLink {
  /** The page, with the token. */
  readonly url: string;
  /** When the link ends, in UTC. */
  readonly until: string;
}

/** What a mail about a change contains. */
export interface NoticeData {
  /** When the change was made, in UTC. */
  readonly at: string;
  /** Null where the change can no longer be disowned. */
  readonly disown: DisownLink | null;
}

export const sampleNotice: NoticeData = {
  at: '2026-11-26 10:54 UTC',
  disown: {
    url: 'https://shop.example.com/account/not-me?token=sample',
    until: '2026-12-03 10:54 UTC',
  },
};

/** The label of the link, in each language. */
export const notMeLabels: Readonly<Record<Language, string>> = {
  EN: 'This was not me',
  DE: 'Das war ich nicht',
};

const explanations: Readonly<Record<Language, (until: string) => string>> = {
  EN: (until) =>
    `If you did not do this, open the link below until ${until}. It signs everybody out, ends all API keys, undoes later changes of your e-mail address and second factor, and lets you choose a new password.`,
  DE: (until) =>
    `Wenn Sie das nicht waren, öffnen Sie bis ${until} den Link unten. Er beendet alle Sitzungen und API-Schlüssel, macht spätere Änderungen Ihrer E-Mail-Adresse und Ihres zweiten Faktors rückgängig und lässt Sie ein neues Passwort wählen.`,
};

const withoutLink: Readonly<Record<Language, string>> = {
  EN: 'If you did not do this, contact us at once.',
  DE: 'Wenn Sie das nicht waren, wenden Sie sich sofort an uns.',
};

/** The end of a mail about a change. */
function notMeBlocks(language: Language, { disown }: NoticeData): readonly Block[] {
  if (disown === null) return [withoutLink[language]];
  const { url, until } = disown;
  return [explanations[language](until), { label: notMeLabels[language], url, isQuiet: true }];
}

/** What a mail about a change says in one language, before the end that all of them have. */
interface Announcement {
  readonly subject: string;
  readonly text: (at: string) => string;
  /** What to do first if the owner did not make the change. */
  readonly advice?: string;
}

/** A mail about a change of an account. */
export function notice(words: Readonly<Record<Language, Announcement>>): Template<NoticeData> {
  const letterIn =
    (language: Language) =>
    (data: NoticeData): Letter => {
      const { subject, text, advice } = words[language];
      const blocks = [text(data.at), ...(advice === undefined ? [] : [advice])];
      return { subject, blocks: [...blocks, ...notMeBlocks(language, data)] };
    };
  return { sample: sampleNotice, letters: { EN: letterIn('EN'), DE: letterIn('DE') } };
}
