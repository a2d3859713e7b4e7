import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';
import { useState } from 'react';
import { Field } from './parts';

export const countries = [
  ['DE', 'Germany'],
  ['AT', 'Austria'],
  ['FR', 'France'],
  ['NL', 'Netherlands'],
  ['GB', 'United Kingdom'],
] as const;

interface AddressProps {
  readonly fields: Readonly<Record<string, string>>;
  readonly country: string;
  readonly onCountry: (country: string) => void;
}

/** A warning only: the shop accepts every postal code, because formats change. */
function postalCodeWarning(written: string, country: string): string {
  const postalCode = written.trim().toUpperCase();
  if (postalCode === '' || !postcodeValidatorExistsForCountry(country)) return '';
  if (postcodeValidator(postalCode, country)) return '';
  const name = countries.find(([code]) => code === country)?.[1] ?? country;
  return `This does not look like a postal code of ${name}. Check it, or order as it is.`;
}

export function AddressFields({ fields, country, onCountry }: AddressProps) {
  const [postalCode, setPostalCode] = useState('');
  const field = (label: string, name: string, autoComplete: string) => (
    <Field label={label} name={name} autoComplete={autoComplete} problem={fields[name]} />
  );
  return (
    <fieldset>
      <legend>Delivery</legend>
      {field('Name', 'recipient', 'name')}
      {field('Street and number', 'line1', 'address-line1')}
      <Field
        label="Second line"
        name="line2"
        autoComplete="address-line2"
        problem={fields.line2}
        isOptional
      />
      <Field
        label="Postal code"
        name="postalCode"
        autoComplete="postal-code"
        problem={fields.postalCode}
        warning={postalCodeWarning(postalCode, country)}
        onBlur={(event) => setPostalCode(event.target.value)}
      />
      {field('City', 'city', 'address-level2')}
      <p className="field">
        <label htmlFor="country">Country</label>
        <select
          id="country"
          name="country"
          autoComplete="country"
          value={country}
          onChange={(event) => onCountry(event.target.value)}
        >
          {countries.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </p>
    </fieldset>
  );
}
