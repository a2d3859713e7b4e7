import type { OperationDefinitionNode } from 'graphql';
import type { Variables } from './shape';

/**
 * The sent variables that the operation declares. A request may send any number of others, and the
 * executor of Apollo copies all that it gets: 45,000 took 58 ms.
 */
export function declaredVariables(
  { variableDefinitions = [] }: OperationDefinitionNode,
  sent: Variables,
): Record<string, unknown> {
  const declared: Record<string, unknown> = {};
  for (const { variable } of variableDefinitions) {
    const name = variable.name.value;
    // This name would replace the prototype instead of adding a variable.
    if (name !== '__proto__' && Object.hasOwn(sent, name)) declared[name] = sent[name];
  }
  return declared;
}
