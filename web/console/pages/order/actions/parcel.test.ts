import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { en } from '../../../texts/en';
import { ChoiceField, firstOf, isGone, type useChoice } from './choice';
import { parcelOf, type ShippableOrder, underWay, unitsIn, warehousesOf } from './parcel';

const line = { sku: 'DEMO-1', name: 'Cup', quantity: 5, cancelledQuantity: 0 };
const inWarehouse = (code: string, quantity: number) => ({
  sku: 'DEMO-1',
  quantity,
  warehouse: { code, name: `Warehouse ${code}` },
});
const orderWith = (shippedQuantity: number, ...allocations: ReturnType<typeof inWarehouse>[]) =>
  ({ lines: [{ ...line, shippedQuantity }], allocations }) as unknown as ShippableOrder;
/** Five units in two warehouses, and what is left of them after either has shipped its part. */
const both = orderWith(0, inWarehouse('BER', 2), inWarehouse('HAM', 3));
const withoutBerlin = orderWith(2, inWarehouse('HAM', 3));
const withoutHamburg = orderWith(3, inWarehouse('BER', 2));

const shipments = (...arrivals: (string | null)[]) =>
  arrivals.map((deliveredAt, index) => ({
    id: 'AB'.charAt(index),
    carrier: 'DHL',
    trackingCode: `JD${index}`,
    deliveredAt,
  }));
const parcels = (...arrivals: (string | null)[]) =>
  underWay({ shipments: shipments(...arrivals) } as unknown as Parameters<typeof underWay>[0]);
const today = '2026-12-03T09:00:00.000Z';

it('a chosen parcel that arrived has to be chosen again, and all of them never', () => {
  expect(isGone(parcels(null, null), 'A')).toBe(false);
  expect(isGone(parcels(today, null), 'A')).toBe(true);
  expect(isGone(parcels(today, null), 'B')).toBe(false);
  expect(isGone(parcels(today, null), '')).toBe(false);
});

it('the only parcel is meant alone, so that one that leaves later is not delivered with it', () => {
  expect(firstOf(parcels(null))).toBe('A');
  expect(firstOf(parcels(today, null))).toBe('B');
  expect(firstOf(parcels(null, null))).toBe('');
});

it('a chosen warehouse that has nothing left ships nothing, also not from another one', () => {
  const entered = unitsIn(both, 'BER');
  expect(parcelOf(both, 'BER', entered).input).toEqual({
    lines: [{ sku: 'DEMO-1', quantity: 2 }],
    warehouse: 'BER',
  });
  expect(isGone(warehousesOf(withoutBerlin), 'BER')).toBe(true);
  const { offered, quantities, input } = parcelOf(withoutBerlin, 'BER', entered);
  expect([offered, quantities]).toEqual([[], {}]);
  expect(input).toEqual({ lines: [], warehouse: 'BER' });
});

it('a chosen warehouse stays chosen where it is the only one left', () => {
  expect(isGone(warehousesOf(withoutHamburg), 'BER')).toBe(false);
  const { input } = parcelOf(withoutHamburg, 'BER', unitsIn(both, 'BER'));
  expect(input).toEqual({ warehouse: 'BER' });
});

it('without a choice everything that is left is shipped, wherever it is reserved', () => {
  expect(parcelOf(both, '', unitsIn(both, '')).input).toEqual({});
  expect(parcelOf(both, '', { 'DEMO-1': 1 }).input).toEqual({
    lines: [{ sku: 'DEMO-1', quantity: 1 }],
  });
});

it('the field stays for one parcel that is left, without a choice that was not made', () => {
  const options = parcels(today, null);
  const choice: ReturnType<typeof useChoice> = {
    options,
    value: 'A',
    setValue: () => undefined,
    hasGone: true,
    isShown: true,
  };
  const shown = renderToStaticMarkup(
    createElement(ChoiceField, {
      choice,
      label: en.orderActions.shipment,
      nameOfAll: en.orderActions.allShipments,
      goneBecause: en.orderActions.shipmentArrived,
    }),
  );
  expect(shown).toContain(en.orderActions.shipmentArrived);
  const selected = [...shown.matchAll(/<option[^>]* selected=""[^>]*>([^<]*)/g)];
  expect(selected.map(([, name]) => name)).toEqual([en.actions.chooseAgain]);
  expect(shown).toContain('<option value="B">DHL JD1</option>');
});
