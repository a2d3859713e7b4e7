import { administration } from './administration';
import { frame } from './frame';
import { orders } from './orders';
import { shop } from './shop';
import { warehouses } from './warehouses';

/** Every text of the console in English. The other languages have the same shape. */
export const en = { ...frame, ...orders, ...shop, ...warehouses, ...administration };

export type Texts = typeof en;
