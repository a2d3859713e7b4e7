import { ObjectType } from 'type-graphql';
import type { ListTotals, Page } from '../../../platform/graphql/connection';
import { countedConnectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import type { ListedProduct } from '../store/product-list';
import { Product } from './product';

@ObjectType({ simpleResolvers: true, description: 'A product and its position in the list.' })
export class ProductEdge extends edgeOf(() => Product) {}

@ObjectType({ simpleResolvers: true, description: 'One page of a list of products.' })
export class ProductConnection extends countedConnectionOf(
  () => ProductEdge,
  () => Product,
) {}

export type ListedProducts = Page<ListedProduct> & ListTotals;
