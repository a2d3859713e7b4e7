import { useId } from 'react';
import { useFormats, useTexts } from '../../../texts/texts';
import { Id } from '../../../ui/cells';
import { NumberInput } from '../../../ui/form';

export interface CountedLine {
  readonly sku: string;
  readonly name: string;
  readonly max: number;
}

interface QuantitiesProps {
  readonly legend: string;
  readonly lines: readonly CountedLine[];
  readonly values: Readonly<Record<string, number>>;
  readonly onChange: (sku: string, quantity: number) => void;
}

/** A number for each line, up to what is left of it. */
export function Quantities({ legend, lines, values, onChange }: QuantitiesProps) {
  const t = useTexts();
  const { number } = useFormats();
  const id = useId();
  return (
    <fieldset className="grid grid-cols-[1fr_auto_auto] items-center gap-x-3 gap-y-2">
      <legend className="mb-1 font-medium">{legend}</legend>
      {lines.map(({ sku, name, max }) => (
        <div key={sku} className="contents">
          <label htmlFor={`${id}-${sku}`} className="min-w-0">
            <span className="block wrap-anywhere">{name}</span>
            <Id>{sku}</Id>
          </label>
          <NumberInput
            id={`${id}-${sku}`}
            min={0}
            max={max}
            className="w-20! text-right"
            value={values[sku] ?? 0}
            onChange={(event) => onChange(sku, Number(event.target.value))}
          />
          <span className="text-soft">{t.orderActions.outOf(number(max))}</span>
        </div>
      ))}
    </fieldset>
  );
}
