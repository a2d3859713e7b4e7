import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { buttonClass } from './button';

interface MenuProps {
  readonly label: ReactNode;
  readonly accessibleName?: string;
  readonly children: ReactNode;
}

/** A button that opens a list of commands or choices. */
export function Menu({ label, accessibleName, children }: MenuProps) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger className={buttonClass('plain')} aria-label={accessibleName}>
        {label}
        <span aria-hidden="true" className="text-soft">
          ▾
        </span>
      </BaseMenu.Trigger>
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={6} align="end" className="z-30">
          <BaseMenu.Popup className="min-w-44 rounded-lg border border-line bg-surface py-1 shadow-lg outline-none">
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

const itemClass =
  'flex min-h-9 w-full items-center gap-2 px-3 text-left outline-none data-highlighted:bg-sunken pointer-coarse:min-h-11';

interface MenuItemProps {
  readonly onClick: () => void;
  readonly children: ReactNode;
}

export function MenuItem({ onClick, children }: MenuItemProps) {
  return (
    <BaseMenu.Item className={itemClass} onClick={onClick}>
      {children}
    </BaseMenu.Item>
  );
}

interface MenuCheckboxProps {
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly children: ReactNode;
}

export function MenuCheckbox({ isChecked, onChange, children }: MenuCheckboxProps) {
  return (
    <BaseMenu.CheckboxItem className={itemClass} checked={isChecked} onCheckedChange={onChange}>
      <span aria-hidden="true" className="w-4 text-accent">
        {isChecked ? '✓' : ''}
      </span>
      {children}
    </BaseMenu.CheckboxItem>
  );
}
