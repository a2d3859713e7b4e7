/** ISO 3166-1 has a user-assigned code for what is not known. */
export const unknownCountry = 'ZZ';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const displayNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** How people write them where the standard's own names differ. */
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
    // Codes that are no longer used have the names of their successors.
    const isCurrent = Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
    if (name === undefined || !isCurrent || code === unknownCountry) continue;
    codes.add(code);
    byName.set(name.toLowerCase(), code);
  }
}
for (const [name, code] of customary) byName.set(name, code);

/** ISO 3166-1 alpha-2 of a country's English name or code; `ZZ` where it is not known. */
export function countryCode(written: string): string {
  const upper = written.toUpperCase();
  const known = byName.get(written.toLowerCase());
  if (known !== undefined) return known;
  return codes.has(upper) ? upper : unknownCountry;
}

/** For people, e.g. "United Kingdom". */
export function countryName(code: string): string {
  return code === unknownCountry ? 'country not known' : (displayNames.of(code) ?? code);
}
