import { useMemo, useState } from 'react';
import { useData } from '../../api/hooks';
import {
  FeatureFlagsDocument,
  type FlagRowFragment,
  ResetFeatureFlagDocument,
  SetFeatureFlagDocument,
} from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { EventName, Sentence } from '../../ui/cells';
import { Confirm, type DialogEnds } from '../../ui/confirm';
import { actionsColumn, type Column, DataTable } from '../../ui/data-table';
import { ListBody } from '../../ui/list-body';
import { Menu, MenuItem } from '../../ui/menu';
import { Page } from '../../ui/page';

const nameOf = ({ name }: FlagRowFragment): string => name;

type FlagAction = 'on' | 'off' | 'reset';

interface OpenAction {
  readonly action: FlagAction;
  readonly flag: FlagRowFragment;
}

function useColumns(open: (opened: OpenAction) => void): readonly Column<FlagRowFragment>[] {
  const t = useTexts();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t.flags.name,
        cell: ({ name, description }) => (
          <>
            <EventName name={name} />
            <span className="block max-w-2xl text-soft">
              <Sentence>{description}</Sentence>
            </span>
          </>
        ),
      },
      {
        id: 'state',
        header: t.lists.state,
        cell: ({ isOn }) => (
          <Badge tone={isOn ? 'good' : 'neutral'}>{isOn ? t.flags.on : t.flags.off}</Badge>
        ),
      },
      {
        id: 'source',
        header: t.flags.source,
        from: 'md',
        cell: ({ override, source }) => (override === null ? source : t.flags.console),
      },
      actionsColumn((flag) => <FlagMenu flag={flag} open={open} />),
    ],
    [t, open],
  );
}

export function FlagsPage() {
  const t = useTexts();
  const loaded = useData(FeatureFlagsDocument, {});
  const [opened, setOpened] = useState<OpenAction | null>(null);
  const columns = useColumns(setOpened);
  const flags = loaded.data?.featureFlags;
  return (
    <Page title={t.places.flags} lead={t.flags.lead}>
      <ListBody loaded={loaded} count={flags?.length} empty={{ title: t.flags.empty }}>
        <DataTable caption={t.places.flags} columns={columns} rows={flags} rowId={nameOf} />
      </ListBody>
      {opened && <FlagDialog {...opened} onClose={() => setOpened(null)} onDone={loaded.reload} />}
    </Page>
  );
}

interface FlagMenuProps {
  readonly flag: FlagRowFragment;
  readonly open: (opened: OpenAction) => void;
}

function FlagMenu({ flag, open }: FlagMenuProps) {
  const t = useTexts();
  const { name, override } = flag;
  return (
    <Menu label={t.lists.actions} accessibleName={`${t.lists.actions} ${name}`}>
      {override !== true && (
        <MenuItem onClick={() => open({ action: 'on', flag })}>{t.flags.actions.on.name}</MenuItem>
      )}
      {override !== false && (
        <MenuItem onClick={() => open({ action: 'off', flag })}>
          {t.flags.actions.off.name}
        </MenuItem>
      )}
      {override !== null && (
        <MenuItem onClick={() => open({ action: 'reset', flag })}>
          {t.flags.actions.reset.name}
        </MenuItem>
      )}
    </Menu>
  );
}

function FlagDialog({ action, flag, ...ends }: OpenAction & DialogEnds) {
  const t = useTexts();
  const { name, sentence, done } = t.flags.actions[action];
  const texts = { title: name, sentence: sentence(flag.name), done };
  return action === 'reset' ? (
    <Confirm
      operation={ResetFeatureFlagDocument}
      variables={() => ({ name: flag.name })}
      {...texts}
      {...ends}
    />
  ) : (
    <Confirm
      operation={SetFeatureFlagDocument}
      variables={() => ({ name: flag.name, isOn: action === 'on' })}
      {...texts}
      {...ends}
    />
  );
}
