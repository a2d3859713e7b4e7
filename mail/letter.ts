/** The languages that mails are written in, named like the values of the enum in the schema. */
export const languages = ['EN', 'DE'] as const;
export type Language = (typeof languages)[number];

/** A paragraph, a link on a line of its own (a button, unless it is quiet), or a table of which the first column names the rows. */
export type Block =
  | string
  | { readonly label: string; readonly url: string; readonly isQuiet?: boolean }
  | { readonly rows: readonly (readonly string[])[] };

/** A mail as its template writes it: plain text in blocks. `renderLetter` makes text and HTML of it. */
export interface Letter {
  readonly subject: string;
  readonly blocks: readonly Block[];
}

/** One mail in every language. */
export interface Template<Data> {
  /** Example data, for the tests and for looking at the mail. */
  readonly sample: Data;
  readonly letters: Readonly<Record<Language, (data: Data) => Letter>>;
}
