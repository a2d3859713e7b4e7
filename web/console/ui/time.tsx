import { useFormats } from '../texts/texts';

/** An instant, precise in its title. */
export function Time({ at, exact = false }: { readonly at: string; readonly exact?: boolean }) {
  const formats = useFormats();
  return (
    <time dateTime={at} title={formats.dateTime(at)} className="whitespace-nowrap">
      {exact ? formats.dateTime(at) : formats.ago(at)}
    </time>
  );
}
