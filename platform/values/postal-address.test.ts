import { describe, expect, it } from 'vitest';
import { postalAddressProblems, storedPostalAddress } from './postal-address';

const address = {
  recipient: 'Ada',
  line1: 'Street 1',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

describe('a postal address', () => {
  it.each([
    ['label', 100],
    ['recipient', 200],
    ['line1', 200],
    ['line2', 200],
    ['city', 100],
    ['region', 100],
    ['postalCode', 20],
    ['phone', 32],
  ])('takes a %s of at most %i characters', (field, charactersMax) => {
    const problemsOf = (length: number) =>
      postalAddressProblems(['address'], { ...address, [field]: 'x'.repeat(length) });
    expect(problemsOf(charactersMax)).toEqual([]);
    expect(problemsOf(charactersMax + 1)).toEqual([
      { path: ['address', field], message: `Takes at most ${charactersMax} characters.` },
    ]);
  });

  it('is stored trimmed, with null for what is blank and without its label', () => {
    const written = { ...address, recipient: ' Ada ', line2: ' ', label: 'Home', country: 'de' };
    expect(storedPostalAddress(written)).toEqual({
      ...address,
      line2: null,
      region: null,
      phone: null,
    });
  });
});
