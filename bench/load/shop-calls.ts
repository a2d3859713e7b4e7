import { randomUUID } from 'node:crypto';
import { orderInput, placeOrderDocument, productsDocument } from '../../ops/k6/workload/operations';
import type { BenchShop, GraphqlAnswer } from '../bench-shop';

/** The outcome of a read that was answered correctly. */
export const answered = 'answered';
/** The outcome of an order that was confirmed. */
export const confirmed = 'CONFIRMED';

interface OrderAnswer {
  readonly status?: string;
  readonly code?: string;
}

/** The calls of a user of the load tests. A call that fails has an outcome, too. */
export class ShopCalls {
  /** @param customers access tokens; a user beyond them shares one. */
  constructor(
    private readonly shop: BenchShop,
    private readonly customers: readonly string[],
  ) {}

  /** Lists 20 products. */
  async read(user: number): Promise<{ readonly outcome: string; readonly skus: string[] }> {
    const answer = await this.ask(user, productsDocument, {});
    if (typeof answer === 'string') return { outcome: answer, skus: [] };
    const { nodes = [] } = (answer.products ?? {}) as { nodes?: { sku: string }[] };
    const outcome = nodes.length > 0 ? answered : 'no products';
    return { outcome, skus: nodes.map(({ sku }) => sku) };
  }

  /** Places an order for one unit. @returns its outcome. */
  async order(user: number, sku: string): Promise<string> {
    const input = orderInput(sku, randomUUID());
    const answer = await this.ask(user, placeOrderDocument, { input });
    if (typeof answer === 'string') return answer;
    const { status, code } = (answer.placeOrder ?? {}) as OrderAnswer;
    return status ?? code ?? 'no order';
  }

  /** @returns the data, or the code of the error. */
  private async ask(
    user: number,
    query: string,
    variables: object,
  ): Promise<Record<string, unknown> | string> {
    const token = this.customers[user % this.customers.length] ?? null;
    let answer: GraphqlAnswer;
    try {
      answer = await this.shop.ask(query, variables, token);
    } catch (error) {
      return `not answered: ${error instanceof Error ? error.message : String(error)}`;
    }
    const [error] = answer.errors ?? [];
    if (error) return error.extensions?.code ?? error.message;
    return answer.data ?? 'no data';
  }
}
