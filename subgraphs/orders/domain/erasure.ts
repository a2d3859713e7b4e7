const gone = 'erased';

/** What is left of free text that may name a person, where some text has to be. */
export const erasedText = gone;

/** What is left of an address; the country stays, as the tax depended on it. */
export const erasedAddress = {
  recipient: gone,
  line1: gone,
  line2: null,
  city: gone,
  region: null,
  postalCode: '',
  phone: null,
} as const;

/** What is left of a shipment's tracking: by it the carrier tells who lives where. */
export const erasedTracking = { trackingCode: gone, trackingUrl: null } as const;
