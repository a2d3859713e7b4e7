import type { ListTotals, Page } from '../../../platform/graphql/connection';
import { countedConnectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import { PlainType } from '../../../platform/graphql/plain-type';
import type { ListedProduct } from '../store/product-list';
import { Product } from './product';

@PlainType('A product and its position in the list.')
export class ProductEdge extends edgeOf(() => Product) {}

@PlainType('One page of a list of products.')
export class ProductConnection extends countedConnectionOf(ProductEdge) {}

export type ListedProducts = Page<ListedProduct> & ListTotals;
