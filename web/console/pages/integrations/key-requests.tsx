import { useMemo } from 'react';
import { useData } from '../../api/hooks';
import {
  ApiKeyRequestsDocument,
  type ApiKeyRequestsQuery,
  type KeyRowFragment,
} from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { EventName, Id } from '../../ui/cells';
import { type Column, DataTable } from '../../ui/data-table';
import { Dialog, DialogButtons } from '../../ui/dialog';
import { Fact, Facts } from '../../ui/page';
import { PanelBody } from '../../ui/panel';
import { Time } from '../../ui/time';

type KeyRequest = NonNullable<
  NonNullable<ApiKeyRequestsQuery['apiKeys']>[number]['requests']
>[number];

const idOf = ({ requestId }: KeyRequest): string => requestId;

function useColumns(): readonly Column<KeyRequest>[] {
  const t = useTexts();
  const { duration } = useFormats();
  return useMemo(
    () => [
      {
        id: 'at',
        header: t.lists.at,
        cell: ({ at, requestId }) => (
          <>
            <Time at={at} exact />
            <Id>{requestId}</Id>
          </>
        ),
      },
      {
        id: 'operation',
        header: t.keys.operation,
        cell: ({ operation }) => (operation === null ? '–' : <EventName name={operation} />),
      },
      {
        id: 'outcome',
        header: t.lists.outcome,
        cell: ({ outcome, status }) => (
          <Badge tone={status < 400 ? 'good' : 'bad'}>{`${status} ${outcome}`}</Badge>
        ),
      },
      {
        id: 'duration',
        header: t.keys.duration,
        isNumber: true,
        from: 'sm',
        cell: ({ durationMs }) => duration(durationMs),
      },
    ],
    [t, duration],
  );
}

interface KeyRequestsProps {
  readonly apiKey: KeyRowFragment;
  readonly onClose: () => void;
}

/** The terms of a key, and what a program did with it lately. */
export function KeyRequests({ apiKey, onClose }: KeyRequestsProps) {
  const t = useTexts();
  const { number } = useFormats();
  const loaded = useData(ApiKeyRequestsDocument, {});
  const columns = useColumns();
  const { createdAt, expiresAt, quotaPerMinute } = apiKey;
  const requests = loaded.data?.apiKeys?.find(({ id }) => id === apiKey.id)?.requests;
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={`${t.keys.requests}: ${apiKey.name}`}
      description={t.keys.requestsLead}
    >
      <Facts>
        <Fact name={t.lists.created}>
          <Time at={createdAt} exact />
        </Fact>
        {expiresAt && (
          <Fact name={t.keys.expires}>
            <Time at={expiresAt} exact />
          </Fact>
        )}
        {quotaPerMinute && <Fact name={t.keys.quota}>{number(quotaPerMinute)}</Fact>}
      </Facts>
      <PanelBody loaded={loaded} count={requests?.length} none={t.keys.noRequests}>
        <DataTable caption={t.keys.requests} columns={columns} rows={requests} rowId={idOf} />
      </PanelBody>
      <DialogButtons onClose={onClose}>{null}</DialogButtons>
    </Dialog>
  );
}
