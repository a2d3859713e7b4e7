import { Link, Outlet, useLocation, useRouter } from '@tanstack/react-router';
import { Suspense, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useHasSessionEnded, useViewer } from '../api/hooks';
import { SignInPage } from '../pages/sign-in';
import { useTexts } from '../texts/texts';
import { Announcer } from '../ui/announcer';
import { Button } from '../ui/button';
import { classNames } from '../ui/class-names';
import { focusPage, keepFocus, useRestoredFocus } from '../ui/kept-focus';
import { lazyPart } from '../ui/lazy-part';
import { Navigation } from './navigation';
import { useShortcuts } from './shortcuts';
import { collectTyping, takeTyped } from './typed-ahead';

const CommandPalette = lazyPart(() => import('./command-palette'), 'CommandPalette');
const ShortcutSheet = lazyPart(() => import('./shortcut-sheet'), 'ShortcutSheet');

/**
 * The frame of every page, or the page to sign in. Where the session has ended, what the viewer has
 * typed waits behind it, and another viewer gets a new frame.
 */
export function Shell() {
  const viewer = useViewer();
  const hasEnded = useHasSessionEnded();
  return (
    <>
      {(viewer === null || hasEnded) && <SignInPage />}
      {viewer && (
        <div hidden={hasEnded}>
          <SignedIn key={viewer.id} />
        </div>
      )}
      <Announcer />
    </>
  );
}

type Overlay = 'palette' | 'shortcuts' | null;

function SignedIn() {
  const t = useTexts();
  const viewer = useViewer();
  const location = useLocation();
  const [overlay, setOverlay] = useState<Overlay>(null);
  const [isNavigationOpen, setIsNavigationOpen] = useState(false);
  const openOverlay = useCallback((wanted: NonNullable<Overlay>) => {
    if (wanted === 'palette') collectTyping();
    setOverlay(wanted);
  }, []);
  useShortcuts(viewer, openOverlay, useHasSessionEnded());
  useEffect(() => {
    // Each link closes the menu, also one to another filter of the same page.
    setIsNavigationOpen(false);
  }, [location]);
  useRestoredFocus(isNavigationOpen);
  useFocusedPage();
  const close = () => {
    takeTyped();
    setOverlay(null);
  };
  return (
    <div className="min-h-[calc(100dvh-var(--bar))] lg:grid print:block lg:grid-cols-[15rem_minmax(0,1fr)]">
      <SkipButton />
      <header className="sticky top-0 z-20 flex h-14 items-center justify-between border-b border-line bg-surface px-4 lg:hidden print:hidden">
        <Brand />
        <Button
          kind="quiet"
          aria-expanded={isNavigationOpen}
          aria-controls="navigation"
          onClick={() => setIsNavigationOpen(!isNavigationOpen)}
        >
          {isNavigationOpen ? t.actions.close : t.shell.menu}
        </Button>
      </header>
      <aside
        id="navigation"
        aria-label={t.shell.name}
        className={classNames(
          'bg-surface print:hidden',
          isNavigationOpen
            ? 'fixed inset-x-0 top-14 bottom-0 z-20 overflow-y-auto lg:static'
            : 'border-r border-line max-lg:hidden',
        )}
      >
        <Navigation onPalette={() => openOverlay('palette')} brand={<Brand />} />
      </aside>
      <main
        ref={keepFocus}
        id="content"
        tabIndex={-1}
        className="min-w-0 outline-none"
        // The menu of a phone covers what has the focus now.
        onFocus={() => setIsNavigationOpen(false)}
      >
        <OfflineBar />
        <Outlet />
      </main>
      <Suspense>
        {overlay === 'palette' && <CommandPalette onClose={close} />}
        {overlay === 'shortcuts' && <ShortcutSheet onClose={close} />}
      </Suspense>
    </div>
  );
}

/** Screen readers read the heading of the page that a link leads to. The first page takes no focus. */
function useFocusedPage(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, hrefChanged }) => {
        // A dialog that led here returns the focus before the next frame.
        if (fromLocation !== undefined && hrefChanged) requestAnimationFrame(focusPage);
      }),
    [router],
  );
}

/**
 * No link, whose entry in the history would not be one of the router: a blocked Back would lead to
 * another page, or load this one again.
 */
function SkipButton() {
  const t = useTexts();
  return (
    <button
      type="button"
      className="sr-only rounded-md bg-surface px-4 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 print:hidden"
      onClick={() => document.getElementById('content')?.focus()}
    >
      {t.shell.skip}
    </button>
  );
}

function Brand() {
  const t = useTexts();
  return (
    <Link to="/" className="flex items-center gap-2 rounded font-semibold tracking-tight">
      <span
        aria-hidden="true"
        className="grid size-6 place-items-center rounded-md bg-accent-fill text-[0.8125rem] text-white"
      >
        ◧
      </span>
      {t.shell.name}
    </Link>
  );
}

const subscribeToNetwork = (listener: () => void) => {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
};

function OfflineBar() {
  const t = useTexts();
  const isOnline = useSyncExternalStore(subscribeToNetwork, () => navigator.onLine);
  if (isOnline) return null;
  return (
    <p role="status" className="border-b border-warn/40 bg-warn-wash px-6 py-2 font-medium">
      {t.shell.offline}
    </p>
  );
}
