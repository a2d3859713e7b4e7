import type { Texts } from '../en';
import { administration } from './administration';
import { frame } from './frame';
import { orders } from './orders';
import { shop } from './shop';
import { warehouses } from './warehouses';

export const de: Texts = { ...frame, ...orders, ...shop, ...warehouses, ...administration };
