import type { MoneyValue } from '../texts/formats';
import { useFormats } from '../texts/texts';

export function Money({ value }: { readonly value: MoneyValue }) {
  return <span className="whitespace-nowrap">{useFormats().money(value)}</span>;
}
