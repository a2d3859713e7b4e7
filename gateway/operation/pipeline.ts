import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import type { GatewayContext } from '../http/exchange';
import type { OperationChecks } from './checks';
import type { OperationDocuments } from './documents';
import type { EncodedAnswers } from './encoded-answers';
import { readDocument } from './read-operation';

export interface PipelineOptions {
  readonly checks: OperationChecks;
  readonly documents: OperationDocuments;
  readonly answers: EncodedAnswers;
}

/** The checks of an operation in Apollo Server. */
export function operationPipeline({
  checks,
  documents,
  answers,
}: PipelineOptions): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveSource: async (context) => readDocument(context, documents),
      didResolveOperation: checks.enter,
      willSendResponse: async (context) => {
        await checks.leave(context);
        expectAnswer(answers, context);
      },
    }),
  };
}

function expectAnswer(
  answers: EncodedAnswers,
  { response, contextValue }: GraphQLRequestContextWillSendResponse<GatewayContext>,
): void {
  const { body } = response;
  if (body.kind !== 'single' || !body.singleResult.data) return;
  const { data } = body.singleResult;
  body.singleResult.data = answers.expect(data, contextValue.exchange);
}
