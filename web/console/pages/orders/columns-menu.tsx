import { useTexts } from '../../texts/texts';
import { Menu, MenuCheckbox } from '../../ui/menu';
import { toggled } from '../../ui/row-selection';
import { optionalColumns } from './order-columns';

interface ColumnsMenuProps {
  readonly hidden: ReadonlySet<string>;
  readonly onChange: (hidden: ReadonlySet<string>) => void;
}

export function ColumnsMenu({ hidden, onChange }: ColumnsMenuProps) {
  const t = useTexts();
  return (
    <Menu label={t.lists.columns}>
      {optionalColumns.map((id) => (
        <MenuCheckbox
          key={id}
          isChecked={!hidden.has(id)}
          onChange={() => onChange(toggled(hidden, id))}
        >
          {t.orders[id]}
        </MenuCheckbox>
      ))}
    </Menu>
  );
}
