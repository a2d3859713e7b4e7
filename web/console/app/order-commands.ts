import { useRouter } from '@tanstack/react-router';
import { type Loaded, useData } from '../api/hooks';
import { OrderByNumberDocument, RecentNumbersDocument } from '../generated/documents';
import { useTexts } from '../texts/texts';
import type { Command } from './page-commands';

/** Letters and digits with at least one digit, as order numbers are; dashes do not matter. */
const looksLikeNumber = /^(?=.*\d)[A-Za-z0-9-]{3,20}$/;
const lettersOfNumber = 11;
const shownMax = 5;

const lettersOf = (number: string): string => number.replaceAll('-', '').toUpperCase();

interface OrderCommands extends Pick<Loaded<unknown>, 'isLoading' | 'errors' | 'reload'> {
  readonly commands: readonly Command[];
}

/**
 * Leads to the orders whose numbers begin with the text. The API finds orders by whole numbers;
 * beginnings are compared with the newest orders.
 */
export function useOrderCommands(text: string): OrderCommands {
  const t = useTexts();
  const router = useRouter();
  const isNumber = looksLikeNumber.test(text);
  const isWhole = isNumber && lettersOf(text).length >= lettersOfNumber;
  const recent = useData(RecentNumbersDocument, {}, !isNumber);
  const exact = useData(OrderByNumberDocument, { number: text }, !isWhole);
  const found = isWhole && !exact.isPrevious ? exact.data?.orderByNumber : null;
  const newest = (isNumber && recent.data?.orders?.nodes) || [];
  const beginning = newest.filter(({ number }) => lettersOf(number).startsWith(lettersOf(text)));
  const { isLoading, errors, reload } = isWhole ? exact : recent;
  return {
    commands: (found ? [found] : beginning.slice(0, shownMax)).map(({ id, number }) => ({
      id: `order-${id}`,
      title: t.orders.titleOf(number),
      run: () => router.navigate({ to: '/orders/$id', params: { id } }),
    })),
    isLoading: isNumber && isLoading,
    errors: isNumber ? errors : [],
    reload,
  };
}
