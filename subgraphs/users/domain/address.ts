import {
  type StoredPostalAddress,
  storedPostalAddress,
  type WrittenPostalAddress,
} from '../../../platform/values/postal-address';
import { trimmedOrNull } from '../../../platform/values/text';

/**
 * Maximum number of addresses of an account.
 * @exceeded VALIDATION
 * @test subgraphs/users/operations/save-address.test.ts
 */
export const addressesMax = 50;

/** An address of an address book. */
export interface AddressFields extends StoredPostalAddress {
  readonly label: string | null;
}

export function addressFields(written: WrittenPostalAddress): AddressFields {
  return { label: trimmedOrNull(written.label), ...storedPostalAddress(written) };
}
