import { Suspense, useMemo, useState } from 'react';
import { useData } from '../../api/hooks';
import { ApiKeysDocument, type KeyRowFragment } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Id } from '../../ui/cells';
import { actionsColumn, type Column, DataTable } from '../../ui/data-table';
import { lazyPart } from '../../ui/lazy-part';
import { ListBody } from '../../ui/list-body';
import { Menu, MenuItem } from '../../ui/menu';
import { Page } from '../../ui/page';
import { SecretDialog } from '../../ui/secret';
import { Time } from '../../ui/time';
import type { KeyAction } from './key-dialogs';

const KeyDialogs = lazyPart(() => import('./key-dialogs'), 'KeyDialogs');

const isExpired = ({ expiresAt }: KeyRowFragment): boolean =>
  expiresAt !== null && Date.parse(expiresAt) < Date.now();

function KeyState({ apiKey }: { readonly apiKey: KeyRowFragment }) {
  const t = useTexts();
  if (apiKey.revokedAt) return <Badge tone="neutral">{t.keys.revoked}</Badge>;
  if (isExpired(apiKey)) return <Badge tone="bad">{t.keys.expired}</Badge>;
  return <Badge tone="good">{t.keys.active}</Badge>;
}

interface OpenAction {
  readonly action: KeyAction;
  readonly apiKey: KeyRowFragment | null;
}

function useColumns(open: (opened: OpenAction) => void): readonly Column<KeyRowFragment>[] {
  const t = useTexts();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t.lists.name,
        cell: (apiKey) => (
          <>
            <button
              type="button"
              data-main
              className="link text-left font-medium wrap-anywhere"
              onClick={() => open({ action: 'requests', apiKey })}
            >
              {apiKey.name}
            </button>
            <Id>{`${apiKey.prefix}…`}</Id>
          </>
        ),
      },
      {
        id: 'scopes',
        header: t.keys.scopes,
        from: 'md',
        cell: ({ scopes }) => scopes.map((scope) => t.keys.scopeNames[scope] ?? scope).join(', '),
      },
      {
        id: 'lastUsed',
        header: t.keys.lastUsed,
        from: 'sm',
        cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : t.keys.never),
      },
      { id: 'state', header: t.lists.state, cell: (apiKey) => <KeyState apiKey={apiKey} /> },
      actionsColumn(
        (apiKey) =>
          !apiKey.revokedAt && (
            <Menu label={t.lists.actions} accessibleName={`${t.lists.actions} ${apiKey.name}`}>
              {!isExpired(apiKey) && (
                <MenuItem onClick={() => open({ action: 'rotate', apiKey })}>
                  {t.keys.rotate}
                </MenuItem>
              )}
              <MenuItem onClick={() => open({ action: 'revoke', apiKey })}>
                {t.keys.revoke}
              </MenuItem>
            </Menu>
          ),
      ),
    ],
    [t, open],
  );
}

/** The viewer's own keys. */
export function KeysPage() {
  const t = useTexts();
  const loaded = useData(ApiKeysDocument, {});
  const [opened, setOpened] = useState<OpenAction | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const columns = useColumns(setOpened);
  const keys = loaded.data?.apiKeys;
  return (
    <Page
      title={t.places.keys}
      lead={t.keys.lead}
      actions={
        <Button kind="primary" onClick={() => setOpened({ action: 'create', apiKey: null })}>
          {t.keys.create}
        </Button>
      }
    >
      <ListBody
        loaded={loaded}
        count={keys?.length}
        empty={{ title: t.keys.empty, hint: t.keys.emptyHint }}
      >
        <DataTable caption={t.places.keys} columns={columns} rows={keys} />
      </ListBody>
      <Suspense>
        {opened && (
          <KeyDialogs
            {...opened}
            onClose={() => setOpened(null)}
            onChanged={loaded.reload}
            onSecret={setSecret}
          />
        )}
      </Suspense>
      {secret !== null && (
        <SecretDialog
          title={t.keys.secretTitle}
          lead={t.keys.secretLead}
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </Page>
  );
}
