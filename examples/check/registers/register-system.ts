import {
  type RegisterOperation,
  type RegisterResult,
  register,
} from '../../../invariants/linearizability/models/register.ts';
import type { AnyClient, AnyModel, AnyReplica, CheckSystem } from '../../../sim/check/model/check-system.ts';
import { sometimes } from '../../../sim/check/model/property.ts';
import type { Size } from '../../../sim/check/model/template.ts';
import { plainText, typedText } from '../../../sim/words/plain-text.ts';
import { registerClient } from './client.ts';
import type { RegisterMessage } from './messages.ts';

/** Builds a system of identical servers and clients that write and finally read, checked for linearizability. */
export function registerSystem(
  name: string,
  summary: string,
  servers: readonly AnyReplica[],
  { clients, operations }: Size,
): CheckSystem {
  return {
    name,
    summary,
    replicas: servers,
    clients: Array.from({ length: clients }, () => registerClient(servers.length) as AnyClient), // of this protocol
    operations: Array.from({ length: clients }, (_, client) => operationsOf(client, operations)),
    model: register as AnyModel, // of these operations
    properties: [
      sometimes.message<RegisterMessage>(
        'value chosen',
        (message) => message.type === 'GetOk' && message.value !== null,
      ),
    ],
    unordered: true,
    describeMessage: (message) => typedText(message as RegisterMessage), // nothing else is sent here
    describeState: plainText,
    describeOperation: (operation) => register.describe(operation as RegisterOperation),
    describeResult: resultText,
  };
}

/** Writes letters, from A up for first writes and from Z down for later ones, then reads. */
function operationsOf(client: number, count: number): readonly RegisterOperation[] {
  const operations: RegisterOperation[] = [];
  for (let i = 0; i < count - 1; i++) {
    const letter = i === 0 ? 65 + client : 90 - client;
    operations.push({ kind: 'write', value: String.fromCharCode(letter) });
  }
  operations.push({ kind: 'read' });
  return operations;
}

function resultText(result: unknown): string {
  const answer = result as RegisterResult; // the only results of a register
  return answer.kind === 'read' ? (answer.value ?? 'nothing') : 'done';
}
