import { useState } from 'react';
import {
  CreateWarehouseDocument,
  UpdateWarehouseDocument,
  type WarehouseRowFragment,
} from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Confirm, type DialogEnds } from '../../ui/confirm';
import { TextField, useText } from '../../ui/form';

export type OpenAction =
  | { readonly action: 'create' }
  | { readonly action: 'rename' | 'close' | 'reopen'; readonly warehouse: WarehouseRowFragment };

export function WarehouseDialog(props: DialogEnds & { readonly opened: OpenAction }) {
  const { opened, ...rest } = props;
  if (opened.action === 'create') return <CreateWarehouse {...rest} />;
  const { action, warehouse } = opened;
  if (action === 'rename') return <RenameWarehouse {...rest} warehouse={warehouse} />;
  return <SwitchWarehouse {...rest} action={action} warehouse={warehouse} />;
}

const nameCharactersMax = 200;

const isCountryCode = (text: string): boolean => /^[A-Za-z]{2}$/.test(text);

function CreateWarehouse(ends: DialogEnds) {
  const t = useTexts();
  const formats = useFormats();
  const [code, setCode] = useState('');
  const name = useText();
  const [country, setCountry] = useState('');
  return (
    <Confirm
      operation={CreateWarehouseDocument}
      variables={() => ({ input: { code, name: name.value, country: country.toUpperCase() } })}
      title={t.warehouses.create}
      sentence={t.warehouses.createLead}
      submit={t.actions.create}
      done={t.warehouses.created}
      {...ends}
    >
      <TextField
        name="code"
        label={t.warehouses.code}
        hint={t.warehouses.codeHint}
        maxLength={32}
        pattern="[A-Za-z0-9_\-]+"
        title={t.warehouses.codeHint}
        value={code}
        onChange={(text) => setCode(text.trim())}
      />
      <TextField name="name" label={t.lists.name} maxLength={nameCharactersMax} {...name} />
      <TextField
        name="country"
        label={t.warehouses.country}
        hint={
          isCountryCode(country) ? formats.country(country.toUpperCase()) : t.warehouses.countryHint
        }
        maxLength={2}
        pattern="[A-Za-z]{2}"
        title={t.warehouses.countryHint}
        value={country}
        onChange={(text) => setCountry(text.trim())}
      />
    </Confirm>
  );
}

interface ChangeProps extends DialogEnds {
  readonly warehouse: WarehouseRowFragment;
}

function RenameWarehouse({ warehouse, ...ends }: ChangeProps) {
  const t = useTexts();
  const name = useText(warehouse.name);
  return (
    <Confirm
      operation={UpdateWarehouseDocument}
      variables={() => ({ input: { code: warehouse.code, name: name.value } })}
      title={t.warehouses.rename}
      sentence={t.warehouses.renameLead(warehouse.code)}
      done={t.warehouses.renamed}
      {...ends}
    >
      <TextField name="name" label={t.lists.name} maxLength={nameCharactersMax} {...name} />
    </Confirm>
  );
}

interface SwitchProps extends ChangeProps {
  readonly action: 'close' | 'reopen';
}

function SwitchWarehouse({ action, warehouse, ...ends }: SwitchProps) {
  const t = useTexts();
  const { sentence, done, dismiss } = t.warehouses.switches[action];
  return (
    <Confirm
      operation={UpdateWarehouseDocument}
      variables={() => ({ input: { code: warehouse.code, active: action === 'reopen' } })}
      title={t.warehouses[action]}
      sentence={sentence(warehouse.name)}
      dismiss={dismiss}
      done={done}
      isDangerous={action === 'close'}
      {...ends}
    />
  );
}
