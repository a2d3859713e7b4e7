import type { Texts } from '../texts';
import { administration } from './administration';
import { frame } from './frame';
import { orders } from './orders';
import { shop } from './shop';

export const de: Texts = { ...frame, ...orders, ...shop, ...administration };
