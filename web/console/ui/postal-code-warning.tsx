import { isUsualPostalCode } from '../texts/postal-code';
import { useFormats, useTexts } from '../texts/texts';
import { Badge } from './badge';

interface PostalCodeWarningProps {
  readonly address: { readonly postalCode: string; readonly country: string };
}

/** A badge below an address whose postal code its country does not write like this. */
export function PostalCodeWarning({ address }: PostalCodeWarningProps) {
  const t = useTexts();
  const { country } = useFormats();
  if (isUsualPostalCode(address)) return null;
  return (
    <p className="mt-1">
      <Badge tone="warn">{t.order.unusualPostalCode(country(address.country))}</Badge>
    </p>
  );
}
