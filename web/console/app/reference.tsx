import { Link } from '@tanstack/react-router';
import { useViewer } from '../api/hooks';
import { useTexts } from '../texts/texts';
import { shortened } from '../ui/cells';
import { may } from './permissions';

/**
 * An object of the audit log, such as `Order:<id>`: its kind in words, and a link where the console
 * has a page for it that the viewer may open.
 */
export function Reference({ text }: { readonly text: string }) {
  const t = useTexts();
  const viewer = useViewer();
  const [kind = '', ...rest] = text.split(':');
  const id = rest.join(':');
  const names: Readonly<Record<string, string>> = t.audit.kinds;
  const shown = id === '' ? (names[kind] ?? text) : `${names[kind] ?? kind} ${shortened(id)}`;
  const link = { title: text, className: 'link whitespace-nowrap', children: shown } as const;
  if (kind === 'Order') return <Link to="/orders/$id" params={{ id }} {...link} />;
  if (kind === 'User' && may(viewer, 'accounts')) {
    return <Link to="/accounts/$id" params={{ id }} {...link} />;
  }
  if (kind === 'BulkAction') return <Link to="/bulk/$id" params={{ id }} search={{}} {...link} />;
  if (kind === 'Product') return <Link to="/products/$sku" params={{ sku: id }} {...link} />;
  return <span title={text}>{shown}</span>;
}
