import { Field, ID, Int } from 'type-graphql';
import { describeEnum } from '../../../platform/graphql/describe-enum';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import {
  dataExportPath,
  dataExportState,
  type DataExportState as State,
} from '../domain/data-export';
import type { DataExportRow } from '../store/data-exports';

export const DataExportState = {
  PENDING: 'PENDING',
  READY: 'READY',
  FAILED: 'FAILED',
  EXPIRED: 'EXPIRED',
} as const satisfies Record<State, State>;
describeEnum(DataExportState, 'DataExportState', 'How far the preparation of a data export is.', {
  PENDING: 'It is being prepared. Ask again in some seconds.',
  READY: 'It can be downloaded until `expiresAt`.',
  FAILED: 'It could not be prepared. Request another one.',
  EXPIRED: 'Its time is over, and it is about to be deleted.',
});

@PlainType('Everything that is stored about you, prepared as a file. Visible to you alone.')
export class DataExport {
  @Field(() => ID, { description: 'Id of the export; it never changes.' })
  id: string;

  @Field(() => DataExportState, { description: 'Whether it can be downloaded.' })
  state: State;

  @Field(() => DateTime, { description: 'When the export was requested.' })
  createdAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it is deleted, 24 hours after it was ready. Null while it is PENDING.',
  })
  expiresAt: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Size of the file in bytes. Null unless it is READY.',
  })
  bytes: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Path below the origin of the API: GET it with your access token, at most 10 times. Null unless it is READY.',
  })
  path: string | null;
}

export function dataExportOf(row: DataExportRow): DataExport {
  const { id, createdAt, expiresAt, bytes } = row;
  const state = dataExportState(row);
  const isReady = state === 'READY';
  const file = isReady ? { bytes, path: dataExportPath(id) } : { bytes: null, path: null };
  return { id, state, createdAt, expiresAt, ...file };
}
