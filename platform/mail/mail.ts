/** A mail to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same content as a page; without it the mail is plain text. */
  readonly html?: string;
  /** Its Message-ID without the domain; the same for all attempts, so that duplicates can be detected. */
  readonly id: string;
}
