import { useState } from 'react';
import { SaveViewDocument } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Confirm } from '../../ui/confirm';
import { Field, Input } from '../../ui/form';

const nameCharactersMax = 80;

interface SaveViewProps {
  readonly list: string;
  readonly query: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** A dialog that gives a name to the filter of a list. */
export function SaveView({ list, query, onClose, onDone }: SaveViewProps) {
  const t = useTexts();
  const [name, setName] = useState('');
  return (
    <Confirm
      operation={SaveViewDocument}
      variables={() => ({ input: { list, name: name.trim(), query } })}
      title={t.views.save}
      sentence={t.views.saveLead}
      submit={t.actions.save}
      done={t.views.saved}
      onClose={onClose}
      onDone={onDone}
    >
      <Field name="name" label={t.views.name}>
        <Input
          required
          maxLength={nameCharactersMax}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
    </Confirm>
  );
}
