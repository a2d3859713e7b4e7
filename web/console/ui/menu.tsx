import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts/texts';
import { announce } from './announcer';
import { Button } from './button';

type Popup = typeof import('./menu-popup');

/** The script of menus is a fifth of a first view, so it comes after it. */
let loaded: Popup | null = null;

async function load(): Promise<Popup> {
  loaded ??= await import('./menu-popup');
  return loaded;
}

/**
 * The delay before the script of the menu is loaded: by then the page has its data, which would
 * otherwise share a slow connection with the script.
 */
const loadAfterMs = 3_000;

interface MenuProps {
  readonly label: ReactNode;
  readonly accessibleName?: string;
  readonly children: ReactNode;
}

/** A button that opens a list of commands or choices. */
export function Menu({ label, accessibleName, children }: MenuProps) {
  const t = useTexts();
  const [popup, setPopup] = useState(loaded);
  const [isPressed, setIsPressed] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const hadFocus = useRef(false);
  /** A button that is replaced while it is held gets no click. */
  const isHeld = useRef(false);
  const prepare = useCallback(async () => {
    const ready = await load();
    if (isHeld.current) return;
    hadFocus.current = document.activeElement === button.current;
    setPopup(ready);
  }, []);
  useEffect(() => {
    if (popup !== null) return;
    // Without a network the button says so when it is pressed.
    const timer = setTimeout(() => prepare().catch(() => undefined), loadAfterMs);
    return () => clearTimeout(timer);
  }, [popup, prepare]);
  const onReady = useCallback(() => {
    if (hadFocus.current) button.current?.focus();
  }, []);
  const trigger = (
    <>
      {label}
      <span aria-hidden="true" className="text-soft">
        ▾
      </span>
    </>
  );
  if (popup !== null) {
    const props = { trigger, accessibleName, isOpenAtFirst: isPressed, onReady, buttonRef: button };
    return <popup.MenuPopup {...props}>{children}</popup.MenuPopup>;
  }
  const prepareEarly = () => prepare().catch(() => undefined);
  const release = () => {
    isHeld.current = false;
  };
  return (
    <Button
      ref={button}
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={accessibleName}
      onPointerEnter={prepareEarly}
      onFocus={prepareEarly}
      onPointerDown={() => {
        isHeld.current = true;
      }}
      onPointerLeave={release}
      onPointerCancel={release}
      onClick={() => {
        release();
        setIsPressed(true);
        prepare().catch(() => announce(t.failures.codes.UNREACHABLE));
      }}
    >
      {trigger}
    </Button>
  );
}

export interface MenuItemProps {
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** Only inside of a menu, which is open once its script is there. */
export function MenuItem(props: MenuItemProps) {
  return loaded && <loaded.PopupItem {...props} />;
}

export interface MenuCheckboxProps {
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly children: ReactNode;
}

export function MenuCheckbox(props: MenuCheckboxProps) {
  return loaded && <loaded.PopupCheckbox {...props} />;
}
