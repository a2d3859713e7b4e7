import { type Dispatcher, Pool } from 'undici';
import type { Call } from '../../testing/load/closed-loop';

/** A public query that clients send by GET, again and again. */
export interface PublicPage {
  readonly name: string;
  readonly query: string;
}

const fields = 'sku name price { amount currency } available';

/** The pages that a shop is read by most. */
export const publicPages: readonly PublicPage[] = [
  {
    name: 'catalogue page',
    query: `query Page { products(first: 20, sort: NAME_ASC) {
      edges { node { ${fields} } } pageInfo { hasNextPage endCursor } } }`,
  },
  {
    name: 'product by SKU',
    query: `query Product { product(sku: "GEN-0000101") { ${fields} description } }`,
  },
];

const headersSent = { accept: 'application/json', 'apollo-require-preflight': '1' };

/** Counts the bytes of a response without keeping them: the load shares the cores with the shop. */
class DroppedResponse implements Dispatcher.DispatchHandler {
  private status = 0;
  private etag = '';

  constructor(
    private readonly resolve: (answer: { status: number; etag: string }) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  /** Required by undici and not needed here. */
  onRequestStart(): void {}
  onResponseData(): void {}

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.status = status;
    this.etag = String(headers.etag ?? '');
  }

  onResponseEnd(): void {
    this.resolve({ status: this.status, etag: this.etag });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.reject(error);
  }
}

/** A client that reads public pages over connections that stay open. */
export class PageReader {
  private readonly http: Pool;

  constructor(url: string, connections: number) {
    this.http = new Pool(url, { connections, pipelining: 1 });
  }

  private get({ query }: PublicPage, more: Record<string, string>) {
    const path = `/graphql?${new URLSearchParams({ query }).toString()}`;
    const headers = { ...headersSent, ...more };
    return new Promise<{ status: number; etag: string }>((resolve, reject) => {
      this.http.dispatch({ method: 'GET', path, headers }, new DroppedResponse(resolve, reject));
    });
  }

  /** @returns a call that throws unless it gets this status. */
  reading(page: PublicPage, status: 200 | 304): Call {
    let etag = '';
    return async () => {
      // The first requests have no tag to compare.
      const wanted = etag === '' ? 200 : status;
      const headers: Record<string, string> = wanted === 304 ? { 'if-none-match': etag } : {};
      const answer = await this.get(page, headers);
      etag = answer.etag;
      if (answer.status !== wanted) {
        throw new Error(`${page.name} was answered with ${answer.status} instead of ${status}.`);
      }
      return 'answered';
    };
  }

  close(): Promise<void> {
    return this.http.destroy();
  }
}
