/** A bug injected into the compiled code, to test that the harness detects it. */
export interface Mutant {
  readonly name: string;
  readonly what: string;
  /** Relative to the folder of the compiled code. */
  readonly file: string;
  /** Texts that occur exactly once, and their replacements. */
  readonly changes: readonly (readonly [text: string, instead: string])[];
}

export const mutants: readonly Mutant[] = [
  {
    name: 'no-idempotency-check',
    what: 'a key that was used places another order',
    file: 'subgraphs/orders/store/placing.js',
    changes: [
      [
        'ON CONFLICT DO NOTHING RETURNING order_id',
        'ON CONFLICT (user_id, mutation, key) DO UPDATE SET order_id = EXCLUDED.order_id' +
          ' RETURNING order_id',
      ],
    ],
  },
  {
    name: 'key-freed-early',
    what: 'a change of an order releases the key that the order was placed with',
    file: 'subgraphs/orders/store/journal.js',
    changes: [
      ['function freedKey({ freesKey = false })', 'function freedKey({ freesKey = true })'],
    ],
  },
  {
    name: 'no-undo',
    what: 'a refused order releases and voids nothing',
    file: 'subgraphs/orders/workflows/placing/decisions.js',
    changes: [['opened: undo,', 'opened: [],']],
  },
  {
    name: 'no-tombstone',
    what: 'a release that comes first does not keep a reservation from being made',
    file: 'subgraphs/inventory/store/reservations.js',
    changes: [
      [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is text of the compiled code.
        "SELECT ${orderId}::uuid, 'RELEASED' WHERE NOT EXISTS (SELECT FROM known)",
        "SELECT gen_random_uuid(), 'RELEASED' WHERE NOT EXISTS (SELECT FROM known)",
      ],
    ],
  },
  {
    name: 'no-epoch',
    what: 'a former owner may write what it read long ago',
    file: 'subgraphs/orders/store/journal.js',
    changes: [[' AND o.epoch = ', ' AND 0 < ']],
  },
  {
    name: 'no-guard',
    what: 'stock is reserved whether it is there or not',
    file: 'subgraphs/inventory/store/reservations.js',
    changes: [
      ['WHERE s.available < w.quantity AND NOT EXISTS (SELECT FROM known)', 'WHERE false'],
      ['GROUP BY sku, quantity HAVING sum(available) < quantity', 'GROUP BY 1, 2 HAVING false'],
    ],
  },
  {
    name: 'no-confirm',
    what: 'a reservation is never made firm',
    file: 'subgraphs/orders/workflows/inventory.js',
    changes: [['await askAsSystem(confirmReservations, { orderIds }, signal);', '']],
  },
  {
    name: 'expiry-asks-nobody',
    what: 'a held reservation is released, whatever its order is, and soon',
    file: 'subgraphs/orders/workflows/reconcile-reservations.js',
    changes: [
      ['(0, reservation_fate_1.reservationFate)(', "((..._asked) => 'release')("],
      ['const youngestSeconds = 15;', 'const youngestSeconds = 0;'],
      ['const backstopMs = 15_000;', 'const backstopMs = 1_000;'],
    ],
  },
];

/** @throws Error that lists the valid names. */
export function mutantOf(name: string): Mutant {
  const mutant = mutants.find((one) => one.name === name);
  if (mutant) return mutant;
  throw new Error(`Unknown mutant. Use one of ${mutants.map((one) => one.name).join(', ')}.`);
}
