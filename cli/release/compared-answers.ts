import { setTimeout as pause } from 'node:timers/promises';
import { type Dispatcher, request } from 'undici';
import { messageOf } from '../program/results';
import { type Difference, differencesIn, isExpected, sentenceOf } from './differences';

const answerDeadlineMs = 5_000;
/**
 * The number of attempts that must all find a difference, because the caches of the new version are
 * younger.
 */
const attemptsMax = 5;
const attemptPauseMs = 1_000;
const comparedProducts = 3;
const shownMax = 10;
/** The country of the quotes, the same as in the demo shop and the probe. */
const country = 'DE';

const money = '{ amount currency }';
const productFields = `sku name price ${money} grossPrice(country: $country) ${money}`;
export const catalogue = `query ($country: CountryCode!) {
  products(first: 20) { nodes { ${productFields} } }
}`;
export const offer = `query ($sku: ID!, $currency: Currency!, $country: CountryCode!) {
  product(sku: $sku) { ${productFields} }
  quote(currency: $currency, country: $country, lines: [{ sku: $sku, quantity: 2 }]) {
    __typename
    ... on Quote {
      subtotal ${money} shipping ${money} tax ${money} total ${money}
      lines { sku unitPrice ${money} total ${money} }
    }
  }
}`;

interface Read {
  readonly query: string;
  readonly variables: Readonly<Record<string, string>>;
}

interface Catalogue {
  readonly products?: {
    readonly nodes?: readonly { readonly sku: string; readonly price: { currency: string } }[];
  } | null;
}

export interface ComparedVersions {
  /** The origin of the previous version. */
  readonly before: string;
  readonly after: string;
  readonly dispatcher: Dispatcher;
  /** Paths of differences that are deliberate. */
  readonly expected: readonly string[];
  /** The pause between attempts; a second by default. */
  readonly pauseMs?: number;
  readonly log: (line: string) => void;
}

/** Compares answers to requests of the release itself: no request of a user is sent twice. */
export class ComparedAnswers {
  private readonly shown = new Set<string>();
  private isSilent = false;

  constructor(private readonly versions: ComparedVersions) {}

  /** @returns a difference that stays and is not deliberate; null if there is none. */
  async run(signal: AbortSignal): Promise<string | null> {
    let differing: Difference[] | null = null;
    for (let attempt = 1; attempt <= attemptsMax && !signal.aborted; attempt += 1) {
      if (attempt > 1) await pause(this.versions.pauseMs ?? attemptPauseMs);
      const found = await this.compare(signal);
      const stays = ({ path }: Difference) => found.some((one) => one.path === path);
      differing = differing === null ? found : differing.filter(stays);
      if (differing.length === 0) return null;
    }
    if (differing === null || signal.aborted) return null;
    for (const one of differing) this.show(one);
    const [first] = differing;
    if (first === undefined) return null;
    const more = differing.length > 1 ? ` (and ${differing.length - 1} more)` : '';
    return `its answers differ: ${sentenceOf(first)}${more}`;
  }

  /** @returns the differences that are not deliberate. */
  private async compare(signal: AbortSignal): Promise<Difference[]> {
    const page = { query: catalogue, variables: { country } };
    const shown = await this.ask('before', page, signal);
    const offers = productsIn(shown).map(({ sku, price: { currency } }) => {
      return { query: offer, variables: { sku, currency, country } };
    });
    const byPath = new Map<string, Difference>();
    for (const read of [page, ...offers]) {
      for (const one of await this.compareRead(read, signal)) byPath.set(one.path, one);
    }
    const found = [...byPath.values()];
    const unexpected = found.filter((one) => !isExpected(one, this.versions.expected));
    for (const one of found) if (!unexpected.includes(one)) this.show(one, ', as expected');
    return unexpected;
  }

  private async compareRead(read: Read, signal: AbortSignal): Promise<Difference[]> {
    const before = await this.ask('before', read, signal);
    const after = await this.ask('after', read, signal);
    const beforeAgain = await this.ask('before', read, signal);
    if (hasData(before) && hasData(beforeAgain)) {
      if (hasData(after)) return differencesIn({ before, after, beforeAgain });
      return [{ path: 'answer', before: 'data', after: JSON.stringify(after) }];
    }
    if (!this.isSilent && !signal.aborted) {
      const answer = JSON.stringify(before).slice(0, 200);
      this.versions.log(`answers are not compared: the previous version answers ${answer}`);
    }
    this.isSilent = true;
    return [];
  }

  private show(difference: Difference, note = ''): void {
    const line = `difference: ${sentenceOf(difference)}${note}`;
    if (this.shown.size < shownMax && !this.shown.has(line)) this.versions.log(line);
    this.shown.add(line);
  }

  /** @returns the data of the answer, or under `answer` what came instead. */
  private async ask(which: 'before' | 'after', read: Read, signal: AbortSignal): Promise<unknown> {
    try {
      const { statusCode, body } = await request(`${this.versions[which]}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(read),
        dispatcher: this.versions.dispatcher,
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerDeadlineMs)]),
      });
      return dataOf(statusCode, await body.text());
    } catch (error) {
      return { answer: messageOf(error) };
    }
  }
}

interface GraphqlAnswer {
  readonly data?: object | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

function dataOf(status: number, text: string): unknown {
  const instead = { answer: `HTTP ${status}` };
  let parsed: GraphqlAnswer;
  try {
    parsed = JSON.parse(text) as GraphqlAnswer;
  } catch {
    return instead;
  }
  const code = parsed.errors?.[0]?.extensions?.code;
  if (!parsed.data) return { answer: `HTTP ${status}${code === undefined ? '' : ` ${code}`}` };
  return code === undefined ? parsed.data : { ...parsed.data, errors: code };
}

const hasData = (answer: unknown): boolean => !Object.hasOwn(answer as object, 'answer');

const productsIn = (answer: unknown) =>
  (answer as Catalogue).products?.nodes?.slice(0, comparedProducts) ?? [];
