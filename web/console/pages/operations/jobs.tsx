import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useData, usePolling } from '../../api/hooks';
import { isNameIn } from '../../app/search';
import {
  JobListDocument,
  type JobRowFragment,
  type JobState,
  RetryJobDocument,
  RunJobDocument,
} from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Badge, type Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { EventName, JsonFacts } from '../../ui/cells';
import { Confirm, type DialogEnds } from '../../ui/confirm';
import { actionsColumn, type Column, DataTable } from '../../ui/data-table';
import { FilterBar, FilterSelect } from '../../ui/filter-bar';
import { ListBody } from '../../ui/list-body';
import { Page } from '../../ui/page';
import { Pager } from '../../ui/pager';
import { Time } from '../../ui/time';

const route = getRouteApi('/jobs');
const jobsPerPage = 25;
const pollMs = 3_000;

const tones: Readonly<Record<JobState, Tone>> = {
  QUEUED: 'neutral',
  RETRYING: 'warn',
  ACTIVE: 'accent',
  COMPLETED: 'good',
  CANCELLED: 'neutral',
  FAILED: 'bad',
};

/** The states that change by themselves. */
const underWay: readonly JobState[] = ['QUEUED', 'RETRYING', 'ACTIVE'];

interface OpenAction {
  readonly action: 'retry' | 'run';
  readonly job: JobRowFragment;
}

function useColumns(open: (opened: OpenAction) => void): readonly Column<JobRowFragment>[] {
  const t = useTexts();
  return useMemo(
    () => [
      {
        id: 'queue',
        header: t.jobs.queue,
        cell: ({ queue }) => <EventName name={queue} />,
      },
      {
        id: 'state',
        header: t.lists.state,
        cell: ({ state, startAfter }) => (
          <>
            <Badge tone={tones[state]}>{t.jobs.states[state] ?? state}</Badge>{' '}
            {state === 'RETRYING' && <Time at={startAfter} exact />}
          </>
        ),
      },
      {
        id: 'attempts',
        header: t.lists.attempts,
        isNumber: true,
        from: 'sm',
        cell: ({ attempts, attemptsMax }) => `${attempts} / ${attemptsMax}`,
      },
      {
        id: 'created',
        header: t.lists.created,
        from: 'md',
        cell: ({ createdAt }) => <Time at={createdAt} />,
      },
      {
        id: 'outcome',
        header: t.lists.outcome,
        from: 'lg',
        cell: ({ outcome }) => <JsonFacts text={outcome} />,
      },
      actionsColumn((job) => {
        const isFailed = job.state === 'FAILED';
        if (!isFailed && !job.isScheduled) return null;
        return (
          <Button kind="quiet" onClick={() => open({ action: isFailed ? 'retry' : 'run', job })}>
            {isFailed ? t.jobs.retry : t.jobs.runNow}
          </Button>
        );
      }),
    ],
    [t, open],
  );
}

export function JobsPage() {
  const t = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [opened, setOpened] = useState<OpenAction | null>(null);
  const columns = useColumns(setOpened);
  const { queue } = search;
  const state = isNameIn(search.state, tones) ? search.state : null;
  const loaded = useData(JobListDocument, {
    first: jobsPerPage,
    after: search.after ?? null,
    state,
    queue: queue ?? null,
  });
  const jobs = loaded.data?.jobs;
  const isUnderWay = jobs?.nodes.some((job) => underWay.includes(job.state));
  usePolling(isUnderWay === true, loaded.reload, pollMs);
  const states = [['', t.jobs.anyState] as const, ...Object.entries(t.jobs.states)];
  return (
    <Page title={t.places.jobs} lead={t.jobs.lead}>
      <FilterBar>
        <FilterSelect
          label={t.lists.state}
          value={state ?? ''}
          options={states}
          onChange={(chosen) => navigate({ search: { state: chosen, queue } })}
        />
        {queue !== undefined && (
          <Button onClick={() => navigate({ search: { state: search.state } })}>
            {t.jobs.queue}: {queue} <span aria-hidden="true">✕</span>
          </Button>
        )}
      </FilterBar>
      <ListBody
        loaded={loaded}
        count={jobs?.nodes.length}
        isFiltered={state !== null || queue !== undefined}
        empty={{ title: t.jobs.empty, noMatch: t.jobs.noMatch }}
      >
        <DataTable caption={t.places.jobs} columns={columns} rows={jobs?.nodes} />
        {jobs && <Pager list={`jobs ${state} ${queue}`} search={search} pageInfo={jobs.pageInfo} />}
      </ListBody>
      {opened && <JobDialog {...opened} onClose={() => setOpened(null)} onDone={loaded.reload} />}
    </Page>
  );
}

function JobDialog({ action, job, ...ends }: OpenAction & DialogEnds) {
  const t = useTexts();
  return action === 'retry' ? (
    <Confirm
      operation={RetryJobDocument}
      variables={() => ({ id: job.id })}
      title={t.jobs.retry}
      sentence={t.jobs.retrySentence(job.queue)}
      done={t.jobs.retried}
      {...ends}
    />
  ) : (
    <Confirm
      operation={RunJobDocument}
      variables={() => ({ queue: job.queue })}
      title={t.jobs.runNow}
      sentence={t.jobs.runSentence(job.queue)}
      done={t.jobs.started}
      {...ends}
    />
  );
}
