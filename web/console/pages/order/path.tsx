import type { OrderDetailFragment, OrderStatus } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { classNames } from '../../ui/class-names';
import { Section } from '../../ui/page';
import { ScrollRegion } from '../../ui/scroll-region';
import { actorOf } from './timeline';

type Event = OrderDetailFragment['timeline'][number];

interface Stop {
  readonly event: Event;
  /** The time since the previous stop; null at the first one. */
  readonly afterMs: number | null;
}

/** The events that changed the status, and how long the order stayed in each. */
function stopsOf(timeline: readonly Event[]): readonly Stop[] {
  const changes = timeline.filter(({ from, to }) => from !== to);
  return changes.map((event, index) => {
    const before = changes[index - 1];
    return { event, afterMs: before ? Date.parse(event.at) - Date.parse(before.at) : null };
  });
}

const over: readonly OrderStatus[] = ['DELIVERED', 'REJECTED', 'CANCELLED'];
const bad: readonly OrderStatus[] = ['REJECTED', 'CANCELLED'];

function colorOf({ event: { to } }: Stop, isLast: boolean): string {
  if (bad.includes(to)) return 'bg-bad';
  return isLast && !over.includes(to) ? 'bg-warn' : 'bg-good';
}

/** How far the order has come, as a line with a stop for each status. */
export function OrderPath({ order: { timeline } }: { readonly order: OrderDetailFragment }) {
  const t = useTexts();
  const { duration } = useFormats();
  const stops = stopsOf(timeline);
  return (
    <Section title={t.order.path}>
      <ScrollRegion label={t.order.path}>
        <ol className="flex pb-1 max-sm:flex-col">
          {stops.map((stop, index) => (
            <li
              key={stop.event.id}
              className="min-w-32 flex-1 last:flex-none max-sm:flex max-sm:gap-3"
            >
              <span aria-hidden="true" className="flex items-center max-sm:mt-1.5 max-sm:flex-col">
                <span
                  className={classNames(
                    'size-3 flex-none rounded-full',
                    colorOf(stop, index === stops.length - 1),
                  )}
                />
                {index < stops.length - 1 && (
                  <span className="h-0.5 flex-1 bg-line-strong max-sm:h-auto max-sm:w-0.5" />
                )}
              </span>
              <div className="mt-1 pr-3 max-sm:mt-0 max-sm:pb-3">
                <p className="font-medium">{t.orderStatus[stop.event.to]}</p>
                <p className="text-soft">
                  {stop.afterMs !== null && `+ ${duration(stop.afterMs)} · `}
                  {actorOf(stop.event.actor, t.actors)}
                </p>
              </div>
            </li>
          ))}
        </ol>
      </ScrollRegion>
    </Section>
  );
}
