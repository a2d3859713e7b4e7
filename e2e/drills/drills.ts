import { certificateDrill } from './certificate';
import { clockDrill } from './clock';
import { type CorruptionOptions, corruptionDrill } from './corruption';
import { diskDrill } from './disk';
import type { Drill } from './drill';
import { inventoryDrill } from './inventory';
import { providerDrill } from './provider';
import { redisDrill } from './redis';
import { redisClusterDrill } from './redis-cluster';

export const faultDrillNames = [
  'redis',
  'redis-cluster',
  'provider',
  'inventory',
  'disk',
  'clock',
  'certificate',
  'corruption',
] as const;
export type FaultDrillName = (typeof faultDrillNames)[number];

export function faultDrill(name: FaultDrillName, options: CorruptionOptions): Drill {
  switch (name) {
    case 'redis':
      return redisDrill;
    case 'redis-cluster':
      return redisClusterDrill;
    case 'provider':
      return providerDrill;
    case 'inventory':
      return inventoryDrill;
    case 'disk':
      return diskDrill;
    case 'clock':
      return clockDrill;
    case 'certificate':
      return certificateDrill;
    case 'corruption':
      return corruptionDrill(options);
  }
}
