import type { FormattedExecutionResult } from 'graphql';
import { encodeJson } from '../../platform/graphql/json-chunks';
import type { Exchange } from '../http/exchange';

const newline = '\n';

/**
 * An answer that is written at once: less than a millisecond of work. Its data was measured already,
 * and the rest is short.
 */
const smallAnswerBytes = 100_000;

/**
 * Encodes the parts of an answer in their order.
 * @param dataBytes what the data was measured as.
 */
export async function encodeAnswer(
  { errors, data, extensions }: FormattedExecutionResult,
  dataBytes: number,
): Promise<string | Buffer> {
  const answer = { errors, data, extensions };
  if (dataBytes <= smallAnswerBytes) return JSON.stringify(answer) + newline;
  const body = await encodeJson(answer);
  return typeof body === 'string'
    ? `${body}${newline}`
    : Buffer.concat([body, Buffer.from(newline)]);
}

/**
 * Writes answers for Apollo Server, which takes text only. The bytes of a large answer go past it,
 * by the exchange: megabytes of text would be encoded at once when they are sent.
 */
export class EncodedAnswers {
  private readonly exchanges = new WeakMap<object, Exchange>();

  /**
   * Says whose answer the data is.
   * @returns the data to answer with. A copy, because cached data is the answer of several requests.
   */
  expect<Data extends object>(data: Data, exchange: Exchange): Data {
    const own = { ...data };
    this.exchanges.set(own, exchange);
    return own;
  }

  /** @returns the text; empty if the exchange has its bytes. */
  readonly stringify = async (result: FormattedExecutionResult): Promise<string> => {
    const exchange = result.data ? this.exchanges.get(result.data) : undefined;
    const body = await encodeAnswer(result, exchange?.answerBytes ?? Number.POSITIVE_INFINITY);
    if (typeof body === 'string' || !exchange) return body.toString();
    exchange.encodedAnswer = body;
    return '';
  };
}
