import type { DataKeys } from '../../../platform/encryption/data-keys';
import type { PostalAddress } from '../../../platform/values/postal-address';

/**
 * An address as the column has it: recipient and country stay in plain text, because SQL filters by
 * them.
 */
interface SealedAddress {
  readonly recipient: string;
  readonly country: string;
  /** The other lines, encrypted as one value. */
  readonly sealed: string;
}

/**
 * An address as stored. Imported and erased ones, and those that a version without encryption
 * wrote, are in plain text.
 */
export type StoredAddress = SealedAddress | PostalAddress;

type PrivateLines = Omit<PostalAddress, 'recipient' | 'country'>;

/** Table, column and row: an encrypted address can be read there only. */
const placeOf = (orderId: string): string => `orders.shipping_address:${orderId}`;

export const isSealed = (address: StoredAddress): address is SealedAddress => 'sealed' in address;

/** The id and the address of an order. */
export interface Addressed {
  readonly id: string;
  readonly shippingAddress: StoredAddress;
}

/** Encrypts and decrypts the addresses of orders. */
export function addressStore(keys: DataKeys) {
  return {
    /** The stored form of an address; the address itself while encryption is off. */
    async seal(orderId: string, address: PostalAddress): Promise<StoredAddress> {
      if (!keys.settings.isOn) return address;
      const { recipient, country, ...lines } = address;
      const text = JSON.stringify(lines satisfies PrivateLines);
      const sealed = (await keys.current()).seal(text, placeOf(orderId));
      return { recipient, country, sealed };
    },

    async open({ id, shippingAddress: address }: Addressed): Promise<PostalAddress> {
      if (!isSealed(address)) return address;
      const { recipient, country, sealed } = address;
      const lines = JSON.parse(await keys.open(sealed, placeOf(id))) as PrivateLines;
      return { recipient, country, ...lines };
    },
  };
}

export type AddressStore = ReturnType<typeof addressStore>;
