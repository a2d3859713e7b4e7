import { OrderLine } from './order-line-stub';
import { Order } from './order-stub';

/** Entities of other subgraphs that are extended here, and no operation returns. */
export const orphanedTypes = [Order, OrderLine];
