import { useState } from 'react';
import { useViewer } from '../../api/hooks';
import { scopesFor } from '../../app/permissions';
import {
  CreateApiKeyDocument,
  type KeyRowFragment,
  RevokeApiKeyDocument,
  RotateApiKeyDocument,
  type Scope,
} from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Confirm, type DialogEnds } from '../../ui/confirm';
import { Checkbox, Field, NumberInput, TextField, useText, wholeNumber } from '../../ui/form';
import { toggled } from '../../ui/row-selection';
import { KeyRequests } from './key-requests';

export type KeyAction = 'create' | 'rotate' | 'revoke' | 'requests';

const overlapSeconds = 86_400;

interface KeyDialogsProps {
  readonly action: KeyAction;
  /** Null for a new one. */
  readonly apiKey: KeyRowFragment | null;
  readonly onClose: () => void;
  readonly onChanged: () => void;
  readonly onSecret: (secret: string) => void;
}

export function KeyDialogs({ action, apiKey, onClose, onChanged, onSecret }: KeyDialogsProps) {
  const t = useTexts();
  const take = (created: { readonly secret: string }) => {
    onSecret(created.secret);
    onChanged();
  };
  if (apiKey === null) return <CreateKey onClose={onClose} onDone={take} />;
  if (action === 'requests') return <KeyRequests apiKey={apiKey} onClose={onClose} />;
  if (action === 'rotate') {
    return (
      <Confirm
        operation={RotateApiKeyDocument}
        variables={() => ({ id: apiKey.id, overlapSeconds })}
        title={t.keys.rotate}
        sentence={t.keys.rotateSentence(apiKey.name)}
        onClose={onClose}
        onDone={take}
      />
    );
  }
  return (
    <Confirm
      operation={RevokeApiKeyDocument}
      variables={() => ({ id: apiKey.id })}
      title={t.keys.revoke}
      sentence={t.keys.revokeSentence(apiKey.name)}
      done={t.keys.revokedDone}
      isDangerous
      onClose={onClose}
      onDone={onChanged}
    />
  );
}

function CreateKey(ends: DialogEnds<{ readonly secret: string }>) {
  const t = useTexts();
  const scopes = scopesFor(useViewer());
  const name = useText();
  const [chosen, setChosen] = useState<ReadonlySet<Scope>>(new Set());
  const expires = useText();
  const [quota, setQuota] = useState('');
  return (
    <Confirm
      operation={CreateApiKeyDocument}
      variables={() => ({
        input: {
          name: name.value,
          scopes: [...chosen],
          expiresAt: expires.value ? new Date(`${expires.value}T00:00:00`).toISOString() : null,
          quotaPerMinute: quota === '' ? null : wholeNumber(quota),
        },
      })}
      title={t.keys.create}
      sentence={t.keys.createLead}
      submit={t.actions.create}
      {...ends}
    >
      <TextField name="name" label={t.lists.name} maxLength={100} {...name} />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">{t.keys.scopes}</legend>
        {scopes.map((scope) => (
          <Checkbox
            key={scope}
            label={t.keys.scopeNames[scope]}
            checked={chosen.has(scope)}
            onChange={() => setChosen(toggled(chosen, scope))}
          />
        ))}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="expiresAt"
          label={t.keys.expires}
          hint={t.keys.expiresHint}
          type="date"
          max="9999-12-31"
          required={false}
          {...expires}
        />
        <Field name="quotaPerMinute" label={t.keys.quota} hint={t.keys.quotaHint}>
          <NumberInput min={1} value={quota} onChange={(event) => setQuota(event.target.value)} />
        </Field>
      </div>
    </Confirm>
  );
}
