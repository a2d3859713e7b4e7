import type { Operation } from './document';
import type { AnswerError } from './errors';
import { sha256 } from './sha256';

/** An answer of the API. */
export interface Answer<Data> {
  readonly data?: Data | null | undefined;
  readonly errors?: readonly AnswerError[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  /** The header `X-Request-Id`; support finds the request by it. */
  readonly requestId?: string | undefined;
}

/** Which operations the API does not know by their hash. */
export class PersistedOperations {
  private readonly unknown = new Set<string>();

  constructor(private isOn: boolean) {}

  /** Whether the next request of the operation carries its text. */
  needsText({ text }: Operation): boolean {
    return !this.isOn || this.unknown.has(text);
  }

  /** The body of a request: the hash alone, or with the text where the API needs it. */
  bodyOf(operation: Operation, variables: object): string {
    const { isOn } = this;
    const { text, name } = operation;
    const query = this.needsText(operation) ? text : undefined;
    if (isOn) operation.hash ??= sha256(text);
    const persistedQuery = isOn ? { version: 1, sha256Hash: operation.hash } : undefined;
    const extensions = persistedQuery && { persistedQuery };
    return JSON.stringify({ operationName: name, query, variables, extensions });
  }

  /**
   * @param hadText whether this request carried the text; others of the operation may be under way.
   * @returns whether the request must be sent again, with the text.
   */
  mustSendText({ text }: Operation, errors: readonly AnswerError[], hadText: boolean): boolean {
    const code = errors[0]?.extensions?.code;
    if (code === 'PERSISTED_QUERY_NOT_SUPPORTED') this.isOn = false;
    else if (code === 'PERSISTED_QUERY_NOT_FOUND') this.unknown.add(text);
    else return false;
    return !hadText;
  }

  /** The API has stored the text that came with its hash. */
  isStored({ text }: Operation): void {
    this.unknown.delete(text);
  }
}

/** @returns null if this is not an answer of the API. */
export function answerIn(text: string): Answer<unknown> | null {
  try {
    const answer = JSON.parse(text) as Answer<unknown> | null;
    const { data, errors } = answer ?? {};
    if (errors && !Array.isArray(errors)) return null;
    return errors || data !== undefined ? answer : null;
  } catch {
    // HTML of a proxy, or half an answer.
    return null;
  }
}
