import { Suspense, useState } from 'react';
import { useData } from '../../api/hooks';
import {
  type EndpointRowFragment,
  WebhookEndpointsDocument,
  type WebhookEndpointsQuery,
} from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { lazyPart } from '../../ui/lazy-part';
import { ListBody } from '../../ui/list-body';
import { Menu, MenuItem } from '../../ui/menu';
import { Page } from '../../ui/page';
import { SecretDialog } from '../../ui/secret';
import { Deliveries } from './deliveries';
import type { EndpointAction } from './endpoint-dialogs';

const EndpointDialogs = lazyPart(() => import('./endpoint-dialogs'), 'EndpointDialogs');

interface OpenAction {
  readonly action: EndpointAction;
  readonly endpoint: EndpointRowFragment | null;
}

const eventTypesOf = (data: WebhookEndpointsQuery | undefined) => data?.webhookEventTypes ?? [];

/** The programs that receive the viewer's events. */
export function WebhooksPage() {
  const t = useTexts();
  const loaded = useData(WebhookEndpointsDocument, {});
  const [opened, setOpened] = useState<OpenAction | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const endpoints = loaded.data?.webhookEndpoints;
  return (
    <Page
      title={t.places.webhooks}
      lead={t.webhooks.lead}
      actions={
        <Button kind="primary" onClick={() => setOpened({ action: 'create', endpoint: null })}>
          {t.webhooks.create}
        </Button>
      }
    >
      <ListBody
        loaded={loaded}
        count={endpoints?.length}
        empty={{ title: t.webhooks.empty, hint: t.webhooks.emptyHint }}
      >
        <ul className="divide-y divide-line">
          {endpoints?.map((endpoint) => (
            <li key={endpoint.id}>
              <Endpoint
                endpoint={endpoint}
                onAction={(action) => setOpened({ action, endpoint })}
              />
            </li>
          ))}
        </ul>
      </ListBody>
      <Suspense>
        {opened && (
          <EndpointDialogs
            {...opened}
            urls={endpoints?.map(({ url }) => url) ?? []}
            eventTypes={eventTypesOf(loaded.data)}
            onClose={() => setOpened(null)}
            onChanged={loaded.reload}
            onSecret={setSecret}
          />
        )}
      </Suspense>
      {secret !== null && (
        <SecretDialog
          title={t.webhooks.secretTitle}
          lead={t.webhooks.secretLead}
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </Page>
  );
}

interface EndpointProps {
  readonly endpoint: EndpointRowFragment;
  readonly onAction: (action: EndpointAction) => void;
}

function Endpoint({ endpoint, onAction }: EndpointProps) {
  const t = useTexts();
  const { url, events, enabled, disabledReason } = endpoint;
  return (
    <article className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="font-mono font-medium wrap-anywhere">{url}</h2>
          <p className="mt-1 flex flex-wrap items-center gap-2 text-soft">
            <Badge tone={enabled ? 'good' : 'bad'}>
              {enabled ? t.webhooks.enabled : t.webhooks.disabled}
            </Badge>
            {disabledReason && <span>{disabledReason}</span>}
            <span className="wrap-anywhere">{events.join(', ')}</span>
          </p>
        </div>
        <Menu label={t.lists.actions} accessibleName={`${t.lists.actions} ${url}`}>
          <MenuItem onClick={() => onAction('edit')}>{t.webhooks.edit}</MenuItem>
          <MenuItem onClick={() => onAction(enabled ? 'disable' : 'enable')}>
            {enabled ? t.webhooks.disable : t.webhooks.enable}
          </MenuItem>
          {enabled && <MenuItem onClick={() => onAction('test')}>{t.webhooks.test}</MenuItem>}
          <MenuItem onClick={() => onAction('rotate')}>{t.webhooks.rotate}</MenuItem>
          <MenuItem onClick={() => onAction('delete')}>{t.webhooks.delete}</MenuItem>
        </Menu>
      </div>
      <Deliveries endpointId={endpoint.id} url={url} />
    </article>
  );
}
