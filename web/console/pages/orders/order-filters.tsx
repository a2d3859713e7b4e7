import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { useTexts } from '../../texts/texts';
import { Button, buttonClass } from '../../ui/button';
import { FilterBar, SearchBox } from '../../ui/filter-bar';
import { Menu, MenuCheckbox } from '../../ui/menu';
import { filterOf, isWholeDay, type OrderSearch, statusesIn } from './order-search';
import { orderStatuses } from './status';

interface OrderFiltersProps {
  readonly search: OrderSearch;
  readonly isStaff: boolean;
  /** Whether the orders can be sorted by their risk. */
  readonly hasRisk: boolean;
  readonly onChange: (changed: Partial<OrderSearch>) => void;
}

export function OrderFilters({ search, isStaff, hasRisk, onChange }: OrderFiltersProps) {
  const t = useTexts();
  const find = useCallback((q: string) => onChange({ q }), [onChange]);
  const hasFilter = Object.keys(filterOf(search, isStaff)).length > 0;
  return (
    <FilterBar>
      <SearchBox
        label={isStaff ? t.orders.searchLabel : t.orders.numberLabel}
        value={search.q ?? ''}
        onSearch={find}
      />
      <StatusFilter search={search} onChange={onChange} />
      <DayFilter
        label={t.orders.from}
        value={search.from}
        onChange={(from) => onChange({ from })}
      />
      <DayFilter label={t.orders.to} value={search.to} onChange={(to) => onChange({ to })} />
      {isStaff && (
        <Toggle
          isOn={search.attention === 'yes'}
          onChange={(isOn) => onChange({ attention: isOn ? 'yes' : '' })}
        >
          {t.orders.onlyWaiting}
        </Toggle>
      )}
      {hasRisk && (
        <Toggle
          isOn={search.sort === 'risk'}
          onChange={(isOn) => onChange({ sort: isOn ? 'risk' : '' })}
        >
          {t.orders.byRisk}
        </Toggle>
      )}
      {search.customer && (
        <Button onClick={() => onChange({ customer: '' })}>
          {t.orders.oneCustomer} <span aria-hidden="true">✕</span>
        </Button>
      )}
      {hasFilter && (
        <Link to="." search={{ hide: search.hide }} className={buttonClass('quiet')}>
          {t.lists.clearFilters}
        </Link>
      )}
    </FilterBar>
  );
}

interface ToggleProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: string;
}

function Toggle({ isOn, onChange, children }: ToggleProps) {
  return (
    <Button
      aria-pressed={isOn}
      className={isOn ? 'border-accent! bg-accent-wash! text-accent!' : ''}
      onClick={() => onChange(!isOn)}
    >
      {children}
    </Button>
  );
}

function StatusFilter({ search, onChange }: Pick<OrderFiltersProps, 'search' | 'onChange'>) {
  const t = useTexts();
  const chosen = statusesIn(search);
  const toggle = (status: (typeof orderStatuses)[number], isChosen: boolean) => {
    const next = orderStatuses.filter((one) => (one === status ? isChosen : chosen.includes(one)));
    onChange({ status: next.join(',') });
  };
  const label =
    chosen.length === 0
      ? t.orders.anyStatus
      : chosen.map((status) => t.orderStatus[status]).join(', ');
  return (
    <Menu label={<span className="max-w-56 truncate">{label}</span>}>
      {orderStatuses.map((status) => (
        <MenuCheckbox
          key={status}
          isChecked={chosen.includes(status)}
          onChange={(isChosen) => toggle(status, isChosen)}
        >
          {t.orderStatus[status]}
        </MenuCheckbox>
      ))}
    </Menu>
  );
}

interface DayFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (day: string) => void;
}

function DayFilter({ label, value = '', onChange }: DayFilterProps) {
  const [day, setDay] = useState(value);
  useEffect(() => setDay(value), [value]);
  const change = (changed: string) => {
    setDay(changed);
    if (isWholeDay(changed)) onChange(changed);
  };
  return (
    <label className="flex items-center gap-2 text-soft">
      {label}
      <input
        type="date"
        className="input w-auto"
        value={day}
        onChange={(event) => change(event.target.value)}
      />
    </label>
  );
}
