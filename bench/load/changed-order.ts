import { buyerAddress } from '../../testing/buyer-address';
import type { BenchShop, GraphqlAnswer } from '../bench-shop';
import { place } from './place-orders';

const changing = `mutation ($id: ID!, $address: AddressInput!) {
  updateShippingAddress(orderId: $id, address: $address) {
    ... on Order { version } ... on UserError { message } } }`;

/** @returns the id of an order for one unit of each product. @throws Error if it was not placed. */
export async function placeOrThrow(
  shop: BenchShop,
  buyer: string,
  skus: readonly string[],
): Promise<string> {
  const { id, outcome } = await place(shop, buyer, skus);
  if (id === null) throw new Error(`The order was not placed: ${outcome}`);
  return id;
}

/** Sends an order of its buyer to another house. */
export function changeAddress(
  shop: BenchShop,
  buyer: string,
  id: string,
  house: number,
): Promise<GraphqlAnswer> {
  const address = { ...buyerAddress, line1: `Hauptstraße ${house}` };
  return shop.ask(changing, { id, address }, buyer);
}
