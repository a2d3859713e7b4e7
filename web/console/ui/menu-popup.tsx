import { Menu as BaseMenu } from '@base-ui/react/menu';
import { type ReactNode, type Ref, useEffect, useState } from 'react';
import { buttonClass } from './button';
import type { MenuCheckboxProps, MenuItemProps } from './menu';
import { useOnBack } from './on-back';

interface MenuPopupProps {
  readonly trigger: ReactNode;
  readonly accessibleName: string | undefined;
  readonly isOpenAtFirst: boolean;
  /** Called once the button is there. */
  readonly onReady: () => void;
  readonly buttonRef: Ref<HTMLButtonElement>;
  readonly children: ReactNode;
}

export function MenuPopup(props: MenuPopupProps) {
  const { trigger, accessibleName, isOpenAtFirst, onReady, buttonRef, children } = props;
  const [isOpen, setIsOpen] = useState(isOpenAtFirst);
  useEffect(onReady, [onReady]);
  useOnBack(() => setIsOpen(false));
  return (
    <BaseMenu.Root open={isOpen} onOpenChange={setIsOpen}>
      <BaseMenu.Trigger
        ref={buttonRef}
        className={buttonClass('plain')}
        aria-label={accessibleName}
      >
        {trigger}
      </BaseMenu.Trigger>
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={6} align="end" className="z-30">
          <BaseMenu.Popup className="max-h-(--available-height) max-w-(--available-width) min-w-44 overflow-y-auto rounded-lg border border-line bg-surface py-1 shadow-lg wrap-anywhere outline-none">
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

const itemClass =
  'flex min-h-9 w-full items-center gap-2 px-3 text-left outline-none data-highlighted:bg-sunken pointer-coarse:min-h-11';

export function PopupItem({ onClick, children }: MenuItemProps) {
  return (
    <BaseMenu.Item className={itemClass} onClick={onClick}>
      {children}
    </BaseMenu.Item>
  );
}

export function PopupCheckbox({ isChecked, onChange, children }: MenuCheckboxProps) {
  return (
    <BaseMenu.CheckboxItem className={itemClass} checked={isChecked} onCheckedChange={onChange}>
      <span aria-hidden="true" className="w-4 text-accent">
        {isChecked ? '✓' : ''}
      </span>
      {children}
    </BaseMenu.CheckboxItem>
  );
}
