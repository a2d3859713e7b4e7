import { useState } from 'react';
import { useData, useViewer } from '../../api/hooks';
import { may } from '../../app/permissions';
import {
  AccountPageDocument,
  AssignRolesDocument,
  EndSessionsDocument,
  LockAccountDocument,
  ResetSecondFactorDocument,
  type Role,
  UnlockAccountDocument,
} from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Confirm } from '../../ui/confirm';
import { Checkbox, ReasonField, useText } from '../../ui/form';
import { Menu, MenuItem } from '../../ui/menu';
import type { LoadedAccount } from './account';

const withReason = {
  lock: LockAccountDocument,
  unlock: UnlockAccountDocument,
  resetSecondFactor: ResetSecondFactorDocument,
} as const;

type AccountAction = keyof typeof withReason | 'endSessions' | 'assignRoles';

interface AccountActionsProps {
  readonly account: LoadedAccount;
}

/** SUPPORT acts on customers only, ADMIN on every account. */
export function AccountActions({ account }: AccountActionsProps) {
  const t = useTexts();
  const viewer = useViewer();
  const [open, setOpen] = useState<AccountAction | null>(null);
  const isAdmin = may(viewer, 'administration');
  const isCustomer = account.roles.every((role) => role === 'CUSTOMER');
  if (!isAdmin && !isCustomer) return null;
  const { confirmations } = t.accounts;
  const close = () => setOpen(null);
  return (
    <>
      <Menu label={t.accounts.access}>
        {isAdmin && (
          <MenuItem onClick={() => setOpen('assignRoles')}>{t.accounts.assignRoles}</MenuItem>
        )}
        <MenuItem onClick={() => setOpen('endSessions')}>{confirmations.endSessions.name}</MenuItem>
        <MenuItem onClick={() => setOpen('lock')}>{confirmations.lock.name}</MenuItem>
        <MenuItem onClick={() => setOpen('unlock')}>{confirmations.unlock.name}</MenuItem>
        {isAdmin && (
          <MenuItem onClick={() => setOpen('resetSecondFactor')}>
            {confirmations.resetSecondFactor.name}
          </MenuItem>
        )}
      </Menu>
      {open === 'assignRoles' && <AssignRoles account={account} onClose={close} />}
      {open === 'endSessions' && (
        <Confirm
          operation={EndSessionsDocument}
          variables={() => ({ userId: account.id })}
          title={confirmations.endSessions.name}
          sentence={confirmations.endSessions.sentence(account.name)}
          done={confirmations.endSessions.done}
          isDangerous
          onClose={close}
        />
      )}
      {open && open in withReason && (
        <ConfirmWithReason
          action={open as keyof typeof withReason}
          account={account}
          onClose={close}
        />
      )}
    </>
  );
}

interface ConfirmWithReasonProps extends AccountActionsProps {
  readonly action: keyof typeof withReason;
  readonly onClose: () => void;
}

function ConfirmWithReason({ action, account, onClose }: ConfirmWithReasonProps) {
  const t = useTexts();
  const reason = useText();
  const { name, sentence, done } = t.accounts.confirmations[action];
  return (
    <Confirm<object, { userId: string; reason: string }>
      operation={withReason[action]}
      variables={() => ({ userId: account.id, reason: reason.value })}
      title={name}
      sentence={sentence(account.name)}
      done={done}
      isDangerous={action !== 'unlock'}
      onClose={onClose}
    >
      <ReasonField hint={t.accounts.reasonHint} {...reason} />
    </Confirm>
  );
}

const roles: readonly Role[] = ['CUSTOMER', 'PARTNER', 'SUPPORT', 'WAREHOUSE', 'ADMIN'];

function AssignRoles({ account, onClose }: AccountActionsProps & { readonly onClose: () => void }) {
  const t = useTexts();
  // Read again: somebody else may have assigned roles since the page was opened.
  const { isLoading } = useData(AccountPageDocument, { id: account.id });
  const [changed, setChanged] = useState<ReadonlyMap<Role, boolean>>(new Map());
  const isChosen = (role: Role) => changed.get(role) ?? account.roles.includes(role);
  return (
    <Confirm
      operation={AssignRolesDocument}
      variables={() => ({ userId: account.id, roles: roles.filter(isChosen) })}
      title={t.accounts.assignRoles}
      sentence={t.accounts.assignRolesLead(account.name)}
      submit={t.actions.save}
      done={t.accounts.rolesAssigned}
      isReady={!isLoading}
      onClose={onClose}
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{t.accounts.roles}</legend>
        {roles.map((role) => (
          <Checkbox
            key={role}
            label={t.roles[role]}
            checked={isChosen(role)}
            onChange={() => setChanged(new Map(changed).set(role, !isChosen(role)))}
          />
        ))}
      </fieldset>
    </Confirm>
  );
}
