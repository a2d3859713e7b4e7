import { Link } from '@tanstack/react-router';
import { FailingWebhooksDocument } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { Panel } from '../../ui/panel';
import { failingOf } from './failing';
import { useFreshData } from './use-fresh-data';

/** The viewer's endpoints that do not take their events. */
export function FailingWebhooks() {
  const t = useTexts();
  const loaded = useFreshData(FailingWebhooksDocument, {});
  const endpoints = loaded.data?.webhookEndpoints;
  const failing = failingOf(endpoints ?? []);
  return (
    <Panel
      title={t.overview.failing}
      loaded={loaded}
      count={endpoints ? failing.length : undefined}
      none={t.overview.noneFailing}
      all={
        <Link to="/webhooks" className="link">
          {t.overview.all}
        </Link>
      }
    >
      <ul className="divide-y divide-line">
        {failing.map(({ id, url, why }) => (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-2 px-4 py-2">
            <span className="font-mono text-[0.8125rem] wrap-anywhere">{url}</span>
            <Badge tone="bad">
              {why.kind === 'disabled'
                ? t.webhooks.disabled
                : t.overview.answered(why.status?.toString() ?? t.overview.noAnswer)}
            </Badge>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
