import { SaveViewDocument } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Confirm, type DialogEnds } from '../../ui/confirm';
import { TextField, useText } from '../../ui/form';

const nameCharactersMax = 80;

interface SaveViewProps extends DialogEnds {
  readonly list: string;
  readonly query: string;
}

/** A dialog that gives a name to the filter of a list. */
export function SaveView({ list, query, ...ends }: SaveViewProps) {
  const t = useTexts();
  const name = useText();
  return (
    <Confirm
      operation={SaveViewDocument}
      variables={() => ({ input: { list, name: name.value.trim(), query } })}
      title={t.views.save}
      sentence={t.views.saveLead}
      submit={t.actions.save}
      done={t.views.saved}
      {...ends}
    >
      <TextField name="name" label={t.lists.name} maxLength={nameCharactersMax} {...name} />
    </Confirm>
  );
}
