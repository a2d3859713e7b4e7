/** A user-assigned code of ISO 3166-1, by convention for an unknown country. */
export const unknownCountry = 'ZZ';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const displayNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Customary names that differ from those of the standard. */
const customary: readonly (readonly [name: string, code: string])[] = [
  ['eire', 'IE'],
  ['usa', 'US'],
  ['uk', 'GB'],
  ['rsa', 'ZA'],
  ['uae', 'AE'],
  ['czech republic', 'CZ'],
  ['hong kong', 'HK'],
  ['channel islands', 'JE'],
  ['european community', 'EU'],
  ['unspecified', unknownCountry],
];

const codes = new Set<string>([unknownCountry]);
const byName = new Map<string, string>();
for (const first of letters) {
  for (const second of letters) {
    const code = first + second;
    const name = displayNames.of(code);
    // Retired codes have the names of their successors.
    const isCurrent = Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
    if (name === undefined || !isCurrent || code === unknownCountry) continue;
    codes.add(code);
    byName.set(name.toLowerCase(), code);
  }
}
for (const [name, code] of customary) byName.set(name, code);

/** The ISO 3166-1 alpha-2 code for an English name or a code; `ZZ` if unknown. */
export function countryCode(written: string): string {
  const upper = written.toUpperCase();
  const known = byName.get(written.toLowerCase());
  if (known !== undefined) return known;
  return codes.has(upper) ? upper : unknownCountry;
}

/** The English name, e.g. "United Kingdom". */
export function countryName(code: string): string {
  return code === unknownCountry ? 'country not known' : (displayNames.of(code) ?? code);
}
