import { z } from 'zod';
import type { ConfigurationFault } from '../platform/config/configuration-error';

/** Nobody reads it: refused in production. */
const placeholder = 'mailto:security@example.com';

export const securityContactSchema = z
  .string()
  .regex(
    /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+?[\d-]+)$/,
    'expected mailto:, https:// or tel:',
  )
  .default(placeholder)
  .describe('whom to tell of a hole: mailto:, https:// or tel:; in production one of your own');

/** @param contact as in the file; undefined where it is not set. */
export function contactFaults(contact: unknown): ConfigurationFault[] {
  if ((contact ?? placeholder) !== placeholder) return [];
  const expected = 'an address of your own is needed in production, such as mailto:…';
  return [{ path: 'server.securityContact', expected }];
}
