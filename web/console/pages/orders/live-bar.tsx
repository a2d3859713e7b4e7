import { useIsLive } from '../../api/hooks';
import { useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { classNames } from '../../ui/class-names';
import type { LiveOrders } from './use-live-orders';

interface LiveBarProps {
  readonly live: LiveOrders;
  readonly onReload: () => void;
}

/** Whether the list follows changes, and what has changed. */
export function LiveBar({ live, onReload }: LiveBarProps) {
  const t = useTexts();
  const isConnected = useIsLive();
  const { isPaused, setIsPaused, changed, others, forget } = live;
  const state = isPaused ? 'paused' : isConnected ? 'live' : 'connecting';
  return (
    <div className="-my-2 flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 text-soft print:hidden">
      <span className="flex items-center gap-2">
        <span
          aria-hidden="true"
          className={classNames(
            'size-2 rounded-full',
            state === 'live' ? 'bg-good' : 'bg-line-strong',
          )}
        />
        {t.live[state]}
      </span>
      <Button kind="quiet" onClick={() => setIsPaused(!isPaused)}>
        {isPaused ? t.live.resume : t.live.pause}
      </Button>
      <span role="status" className="flex flex-wrap items-center gap-2">
        {(changed.size > 0 || others > 0) && (
          <>
            {t.live.changed(changed.size, others)}
            <Button
              onClick={() => {
                forget();
                onReload();
              }}
            >
              {t.live.show}
            </Button>
          </>
        )}
      </span>
    </div>
  );
}
