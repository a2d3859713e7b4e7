import type { Block } from './letter';

/** The page of an order, in a mail about it. */
export interface OrderLink {
  /** Null if no page shows orders. */
  readonly orderUrl: string | null;
}

export const sampleLink: OrderLink = {
  orderUrl: 'https://shop.example.com/shop/order?orderId=sample',
};

export const orderLink = (label: string, { orderUrl }: OrderLink): readonly Block[] =>
  orderUrl === null ? [] : [{ label, url: orderUrl, isQuiet: true }];
