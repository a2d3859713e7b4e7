import { useTexts } from '../../texts/texts';
import { Menu, MenuCheckbox } from '../../ui/menu';
import { optionalColumns } from './order-columns';

interface ColumnsMenuProps {
  readonly hidden: ReadonlySet<string>;
  readonly onChange: (hidden: ReadonlySet<string>) => void;
}

export function ColumnsMenu({ hidden, onChange }: ColumnsMenuProps) {
  const t = useTexts();
  const toggle = (id: string, isShown: boolean) => {
    const next = new Set(hidden);
    if (isShown) next.delete(id);
    else next.add(id);
    onChange(next);
  };
  return (
    <Menu label={t.lists.columns}>
      {optionalColumns.map((id) => (
        <MenuCheckbox
          key={id}
          isChecked={!hidden.has(id)}
          onChange={(isShown) => toggle(id, isShown)}
        >
          {t.orders[id]}
        </MenuCheckbox>
      ))}
    </Menu>
  );
}
