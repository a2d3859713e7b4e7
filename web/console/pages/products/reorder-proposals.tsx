import { useState } from 'react';
import { useAction, useData, useViewer } from '../../api/hooks';
import type { Failure } from '../../api/outcome';
import { may } from '../../app/permissions';
import { ReorderProposalsDocument, SetReorderPointsDocument } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { announce } from '../../ui/announcer';
import { Button } from '../../ui/button';
import { Written } from '../../ui/cells';
import { type Column, DataTable } from '../../ui/data-table';
import { ErrorNotice, FailureNotice } from '../../ui/notice';
import { Section } from '../../ui/page';
import type { LoadedProduct } from './product';

interface Proposal {
  readonly code: string;
  readonly name: string;
  readonly current: number;
  readonly proposed: number;
}

const codeOf = ({ code }: Proposal): string => code;

function useColumns(): readonly Column<Proposal>[] {
  const t = useTexts();
  const { number } = useFormats();
  return [
    {
      id: 'warehouse',
      header: t.products.warehouse,
      cell: ({ name }) => <Written>{name}</Written>,
    },
    {
      id: 'reorderPoint',
      header: t.products.reorderPoint,
      isNumber: true,
      cell: ({ current }) => number(current),
    },
    {
      id: 'proposed',
      header: t.products.proposed,
      isNumber: true,
      cell: ({ proposed }) => number(proposed),
    },
  ];
}

interface ReorderProposalsProps {
  readonly product: LoadedProduct;
  readonly onDone: () => void;
}

/** Reorder points that follow from the expected demand; one click takes them over. */
export function ReorderProposals({ product, onDone }: ReorderProposalsProps) {
  const t = useTexts();
  const viewer = useViewer();
  const { number } = useFormats();
  const columns = useColumns();
  const loaded = useData(ReorderProposalsDocument, { sku: product.sku });
  const { isRunning, run } = useAction(SetReorderPointsDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { leadTimeDemand, reorderProposals } = loaded.data?.product ?? {};
  if (loaded.errors.length > 0)
    return <ErrorNotice errors={loaded.errors} onRetry={loaded.reload} />;
  if (!leadTimeDemand || !reorderProposals || reorderProposals.length === 0) return null;
  const levels = new Map((product.stock ?? []).map((level) => [level.warehouse.code, level]));
  const rows = reorderProposals.map(({ warehouse: { code }, reorderPoint }) => ({
    code,
    name: levels.get(code)?.warehouse.name ?? code,
    current: levels.get(code)?.reorderPoint ?? 0,
    proposed: reorderPoint,
  }));
  const takeOver = async () => {
    const input = rows.map(({ code, proposed }) => ({
      sku: product.sku,
      warehouse: code,
      reorderPoint: proposed,
    }));
    const outcome = await run({ input });
    setFailure(outcome.kind === 'done' ? null : outcome);
    if (outcome.kind !== 'done') return;
    announce(outcome.value.rejected[0]?.message ?? t.products.reorderPointsSet);
    onDone();
  };
  return (
    <Section
      title={t.products.proposals}
      actions={
        may(viewer, 'adjustStock') && (
          // Failures are part of the outcome.
          <Button disabled={isRunning} onClick={() => void takeOver().catch(() => undefined)}>
            {t.products.takeOverProposals}
          </Button>
        )
      }
    >
      <p className="mb-3 text-soft">
        {t.products.proposalsLead(leadTimeDemand.days, number(Math.round(leadTimeDemand.expected)))}
      </p>
      <FailureNotice failure={failure} />
      <DataTable caption={t.products.proposals} columns={columns} rows={rows} rowId={codeOf} />
    </Section>
  );
}
