import { useMemo } from 'react';
import { useData } from '../../api/hooks';
import { FeatureFlagsDocument, type FeatureFlagsQuery } from '../../documents';
import { useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { type Column, DataTable } from '../../ui/data-table';
import { ListBody } from '../../ui/list-body';
import { Page } from '../../ui/page';

type Flag = NonNullable<FeatureFlagsQuery['featureFlags']>[number];

const noFlags: readonly Flag[] = [];
const nameOf = ({ name }: Flag): string => name;

function useColumns(): readonly Column<Flag>[] {
  const t = useTexts();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t.flags.name,
        cell: ({ name, description }) => (
          <>
            <code className="font-mono font-medium">{name}</code>
            <span className="block max-w-2xl text-soft">{description}</span>
          </>
        ),
      },
      {
        id: 'state',
        header: t.flags.state,
        cell: ({ isOn }) => (
          <Badge tone={isOn ? 'good' : 'neutral'}>{isOn ? t.flags.on : t.flags.off}</Badge>
        ),
      },
      {
        id: 'source',
        header: t.flags.source,
        from: 'md',
        cell: ({ source, reason }) => `${source} · ${reason}`,
      },
    ],
    [t],
  );
}

export function FlagsPage() {
  const t = useTexts();
  const loaded = useData(FeatureFlagsDocument, {});
  const columns = useColumns();
  const flags = loaded.data?.featureFlags;
  return (
    <Page title={t.places.flags} lead={t.flags.lead}>
      <ListBody loaded={loaded} count={flags?.length} empty={{ title: t.flags.empty }}>
        <DataTable
          caption={t.places.flags}
          columns={columns}
          rows={flags ?? noFlags}
          rowId={nameOf}
        />
      </ListBody>
    </Page>
  );
}
