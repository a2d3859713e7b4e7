import { z } from 'zod';
import type { ConfigurationFault } from '../../platform/config/configuration-error';

/** A placeholder that nobody reads, so production rejects it. */
const placeholder = 'mailto:security@example.com';

export const securityContactSchema = z
  .string()
  .regex(
    /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+?[\d-]+)$/,
    'expected mailto:, https:// or tel:',
  )
  .default(placeholder)
  .describe('contact for vulnerability reports: mailto:, https:// or tel:; required in production');

/** @param contact the value in the file; undefined if it is not set. */
export function contactFaults(contact: unknown): ConfigurationFault[] {
  if ((contact ?? placeholder) !== placeholder) return [];
  const expected = 'your own contact is required in production, such as mailto:…';
  return [{ path: 'server.securityContact', expected }];
}
