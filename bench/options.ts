import { topologies } from './bench-shop';
import type { Option } from './scenario';

export const topologyOption: Option = {
  value: 'NAME',
  means: topologies.join(' or '),
  fallback: 'one-process',
};

export const clientsOption: Option = {
  value: 'LIST',
  means: 'numbers of concurrent clients, one measurement for each',
  fallback: '8,32',
};

export const secondsOption = (means: string, fallback: number): Option => ({
  value: 'N',
  means,
  fallback: String(fallback),
});
