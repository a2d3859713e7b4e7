import { Fragment } from 'react';
import { classNames } from './class-names';
import { factsOf } from './facts-of';

const mono = 'font-mono text-[0.8125rem]';
const shortLength = 8;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The end of a UUID: those that were made at about one time begin alike. */
export const shortened = (id: string): string =>
  uuid.test(id) ? `…${id.slice(-shortLength)}` : id;

/** A key that people read and copy: a SKU, a code, a prefix. */
export function Id({ children }: { readonly children: string }) {
  return (
    <code className={classNames(mono, 'block wrap-anywhere text-soft')} title={children}>
      {shortened(children)}
    </code>
  );
}

/** The name of an event, an action or a queue, which breaks only where its words end. */
export function EventName({ name }: { readonly name: string }) {
  const words = name.split(/(?<=[._:-])/);
  return (
    <code className={mono}>
      {words.map((word, index) => (
        <Fragment key={`${index}:${word}`}>
          {word}
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}

/** Facts that the API sends as JSON, as names and values; any other text as it is. */
export function JsonFacts({ text }: { readonly text: string | null }) {
  const facts = text === null ? [] : factsOf(text);
  if (facts === null) return <span className="block max-w-96 wrap-anywhere">{text}</span>;
  return (
    <dl className="max-w-96 text-[0.8125rem]">
      {facts.map(([name, value]) => (
        <div key={name} className="flex gap-x-2">
          <dt className="flex-none text-soft">{name}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
