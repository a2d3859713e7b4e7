import { useSyncExternalStore } from 'react';
import { Shared } from '../api/listeners';
import { useFormats } from '../texts/texts';

const minuteMs = 60_000;
const minutes = new Shared(0);
setInterval(() => minutes.set(minutes.get() + 1), minuteMs);

/** An instant, precise in its title. How long ago it was stays true on a page that is left open. */
export function Time({ at, exact = false }: { readonly at: string; readonly exact?: boolean }) {
  const formats = useFormats();
  useSyncExternalStore(minutes.subscribe, minutes.get);
  return (
    <time
      dateTime={at}
      title={formats.dateTime(at)}
      className={exact ? 'sm:whitespace-nowrap' : 'whitespace-nowrap'}
    >
      {exact ? formats.dateTime(at) : formats.ago(at)}
    </time>
  );
}
