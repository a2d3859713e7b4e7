import type { AnswerError } from '@orderprocessing/client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { download } from '../../api/download';
import { type Loaded, useAction, useData, usePolling } from '../../api/hooks';
import {
  type DataExportRowFragment,
  DataExportsDocument,
  type DataExportsQuery,
  RequestDataExportDocument,
} from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { announce } from '../../ui/announcer';
import { Badge, type Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { actionsColumn, type Column, DataTable } from '../../ui/data-table';
import { ErrorNotice } from '../../ui/notice';
import { Section } from '../../ui/page';
import { PanelBody } from '../../ui/panel';
import { saveFile } from '../../ui/save-file';
import { Time } from '../../ui/time';

type State = DataExportRowFragment['state'];

const tones: Readonly<Record<State, Tone>> = {
  PENDING: 'accent',
  READY: 'good',
  FAILED: 'bad',
  EXPIRED: 'neutral',
};

const noExports: readonly DataExportRowFragment[] = [];

/** The interval at which an export that is being prepared is polled. */
const pollMs = 3_000;

interface Problem {
  readonly title: string;
  readonly error: AnswerError;
}

/** An error whose code means something more precise here. */
function explained(error: AnswerError, code: string, message: string): AnswerError {
  const { extensions } = error;
  return extensions?.code === code ? { message, extensions: { ...extensions, code: '' } } : error;
}

/** Polls while an export is being prepared, and announces how it ended. */
function useProgress({ data, reload }: Loaded<DataExportsQuery>): void {
  const t = useTexts();
  const exports = data?.dataExports ?? noExports;
  const before = useRef<ReadonlySet<string>>(new Set());
  const isWaiting = exports.some(({ state }) => state === 'PENDING');
  useEffect(() => {
    for (const { id, state } of exports) {
      if (!before.current.has(id)) continue;
      if (state === 'READY') announce(t.dataExports.ready);
      if (state === 'FAILED') announce(t.dataExports.failed);
    }
    before.current = new Set(
      exports.filter(({ state }) => state === 'PENDING').map(({ id }) => id),
    );
  }, [exports, t]);
  usePolling(isWaiting, reload, pollMs);
}

function useColumns(onProblem: (problem: Problem | null) => void) {
  const t = useTexts();
  const { dateTime, roundNumber } = useFormats();
  return useMemo((): readonly Column<DataExportRowFragment>[] => {
    const sizeOf = (bytes: number): string =>
      bytes < 1e6 ? `${roundNumber(bytes / 1e3)} kB` : `${roundNumber(bytes / 1e6)} MB`;
    return [
      {
        id: 'at',
        header: t.dataExports.at,
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
      {
        id: 'state',
        header: t.lists.state,
        cell: ({ state }) => <Badge tone={tones[state]}>{t.dataExports.states[state]}</Badge>,
      },
      {
        id: 'size',
        header: t.dataExports.size,
        isNumber: true,
        from: 'sm',
        cell: ({ bytes }) => bytes !== null && sizeOf(bytes),
      },
      {
        id: 'until',
        header: t.dataExports.until,
        from: 'sm',
        cell: ({ state, expiresAt }) =>
          state === 'READY' && expiresAt !== null && <Time at={expiresAt} exact />,
      },
      actionsColumn(
        ({ id, path, createdAt }) =>
          path !== null && (
            <DownloadButton
              name={t.dataExports.downloadOf(dateTime(createdAt))}
              path={path}
              file={`data-export-${id}.json`}
              onProblem={onProblem}
            />
          ),
      ),
    ];
  }, [t, dateTime, roundNumber, onProblem]);
}

interface DownloadButtonProps {
  readonly name: string;
  readonly path: string;
  readonly file: string;
  readonly onProblem: (problem: Problem | null) => void;
}

function DownloadButton({ name, path, file, onProblem }: DownloadButtonProps) {
  const t = useTexts();
  const [isRunning, setIsRunning] = useState(false);
  const read = async (): Promise<void> => {
    setIsRunning(true);
    onProblem(null);
    const result = await download(path);
    setIsRunning(false);
    if (result.kind === 'file') {
      saveFile(result.content, file);
      return;
    }
    const error = explained(result.error, 'NOT_FOUND', t.dataExports.gone);
    onProblem({ title: t.failures.notLoaded, error });
  };
  return (
    <Button aria-label={name} disabled={isRunning} onClick={read}>
      {isRunning ? t.actions.running : t.dataExports.download}
    </Button>
  );
}

/** All that is stored about the viewer, as a file that is prepared in the background. */
export function DataExportsSection() {
  const t = useTexts();
  const loaded = useData(DataExportsDocument, {});
  const { isRunning, run } = useAction(RequestDataExportDocument);
  const [problem, setProblem] = useState<Problem | null>(null);
  const columns = useColumns(setProblem);
  useProgress(loaded);
  const exports = loaded.data?.dataExports;
  const request = async (): Promise<void> => {
    setProblem(null);
    const outcome = await run({});
    if (outcome.kind === 'done') announce(t.dataExports.requested);
    const [first] = outcome.kind === 'failed' ? outcome.errors : [];
    if (first) {
      const error = explained(first, 'RATE_LIMITED', t.dataExports.limit);
      setProblem({ title: t.failures.notDone, error });
    }
    loaded.reload();
  };
  return (
    <Section
      title={t.dataExports.title}
      isFlush
      actions={
        <Button disabled={isRunning} onClick={request}>
          {isRunning ? t.actions.running : t.dataExports.request}
        </Button>
      }
    >
      <p className="prose px-4 pb-3 text-soft">{t.dataExports.lead}</p>
      {problem && (
        <div className="px-4 pb-3">
          <ErrorNotice errors={[problem.error]} title={problem.title} />
        </div>
      )}
      <PanelBody loaded={loaded} count={exports?.length} none={t.dataExports.empty}>
        <DataTable caption={t.dataExports.title} columns={columns} rows={exports} />
      </PanelBody>
    </Section>
  );
}
