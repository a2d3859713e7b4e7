import { useState } from 'react';
import { UpdateProductDocument } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Confirm } from '../../ui/confirm';
import { AmountInput, Checkbox, Field, Textarea, TextField } from '../../ui/form';
import type { LoadedProduct } from './product';

interface EditProductProps {
  readonly product: LoadedProduct;
  readonly onClose: () => void;
  readonly onReload: () => void;
}

/** Saves against the version that was opened; after a refusal, the next dialog has the newest. */
export function EditProduct({ product, onClose, onReload }: EditProductProps) {
  const t = useTexts();
  const [opened] = useState(product);
  const [name, setName] = useState(product.name);
  const [price, setPrice] = useState(product.price.amount);
  const [description, setDescription] = useState(product.description ?? '');
  const [active, setActive] = useState(product.active);
  return (
    <Confirm
      operation={UpdateProductDocument}
      variables={() => ({
        input: { sku: opened.sku, version: opened.version, name, price, description, active },
      })}
      title={t.products.edit}
      sentence={t.products.editLead}
      submit={t.actions.save}
      done={t.products.saved}
      onClose={onClose}
      onDone={onReload}
      onRefused={onReload}
    >
      <TextField name="name" label={t.lists.name} maxLength={200} value={name} onChange={setName} />
      <Field name="price" label={`${t.products.price} (${product.price.currency})`}>
        <AmountInput value={price} onChange={setPrice} />
      </Field>
      <Field name="description" label={t.products.description}>
        <Textarea
          maxLength={5000}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
      </Field>
      <Checkbox
        label={t.products.active}
        checked={active}
        onChange={(event) => setActive(event.target.checked)}
      />
    </Confirm>
  );
}
