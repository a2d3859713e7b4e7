const gone = 'erased';

/** Replaces required free text that may contain personal data. */
export const erasedText = gone;

/** The erased form of an address. The country stays, because the tax depended on it. */
export const erasedAddress = {
  recipient: gone,
  line1: gone,
  line2: null,
  city: gone,
  region: null,
  postalCode: '',
  phone: null,
} as const;

/** The erased form of a shipment's tracking, which identifies the recipient at the carrier. */
export const erasedTracking = { trackingCode: gone, trackingUrl: null } as const;

/** The erased part of an attention: its reason may quote another service. */
export const erasedReason = { reason: gone } as const;
