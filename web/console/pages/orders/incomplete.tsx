import { useTexts } from '../../texts/texts';
import { Notice } from '../../ui/notice';

interface IncompleteProps {
  /** A list of orders; none while it is loaded. */
  readonly of: { readonly complete: boolean } | null | undefined;
}

/** Says that a list lacks the orders of a database that is down. */
export function Incomplete({ of }: IncompleteProps) {
  const t = useTexts();
  if (of?.complete !== false) return null;
  return (
    <Notice tone="warn" title={t.orders.incomplete.title}>
      <p>{t.orders.incomplete.hint}</p>
    </Notice>
  );
}
