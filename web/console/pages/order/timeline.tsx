import type { OrderDetailFragment } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Time } from '../../ui/time';

type Event = OrderDetailFragment['timeline'][number];

/** `User:<id>` is for the audit log; people read the role. */
export function actorOf(actor: string, names: Readonly<Record<string, string>>): string {
  const [kind = actor] = actor.split(':');
  return names[kind] ?? actor;
}

/** Every step of the order's life, newest first. */
export function Timeline({ events }: { readonly events: readonly Event[] }) {
  const t = useTexts();
  const names: Readonly<Record<string, string>> = t.events;
  return (
    <ol className="flex flex-col">
      {events.toReversed().map(({ id, at, type, from, to, actor, note }) => (
        <li
          key={id}
          className="relative border-l border-line pb-4 pl-4 last:border-transparent last:pb-0"
        >
          <span
            aria-hidden="true"
            className="absolute top-1.5 -left-[5px] size-[9px] rounded-full border-2 border-surface bg-line-strong"
          />
          <p className="font-medium">{names[type] ?? type}</p>
          {from !== to && (
            <p>
              {from && `${t.orderStatus[from]} → `}
              {t.orderStatus[to]}
            </p>
          )}
          {note && <p className="wrap-anywhere">“{note}”</p>}
          <p className="text-soft">
            <Time at={at} exact /> · <span title={actor}>{actorOf(actor, t.actors)}</span>
          </p>
        </li>
      ))}
    </ol>
  );
}
