import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';

interface Destination {
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** False if the country writes its postal codes in another way; true if that is not known. */
export function isUsualPostalCode({ postalCode, country }: Destination): boolean {
  if (!postcodeValidatorExistsForCountry(country)) return true;
  return postcodeValidator(postalCode.trim().toUpperCase(), country);
}
