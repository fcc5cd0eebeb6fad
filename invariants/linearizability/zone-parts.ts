import { REFUSED, UNTOLD } from './answers.ts';
import { End, type HistoryColumns } from './history.ts';
import type { SequentialModel } from './model.ts';
import type { HistoryParts } from './parts.ts';
import {
  initialZones,
  ZoneLimit,
  type ZoneState,
  type ZoneValue,
  zoneCall,
  zoneFailed,
  zoneReturned,
  zoneUnknown,
} from './zones.ts';

/** The parts that the zone monitor can judge: registers in which no value is written twice and no swap is refused. */
export function zoneParts<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  { operations, results, ends }: HistoryColumns<Operation, Result>,
  { names, of }: HistoryParts,
): (ZoneState | undefined)[] {
  if (model.asRegister === undefined) return [];
  const initial = model.key(model.initial);
  if (typeof initial !== 'string' && typeof initial !== 'number' && initial !== null) return [];
  const written = names.map(() => new Set<ZoneValue>([initial]));
  const unfit = new Uint8Array(names.length);
  for (let id = 0; id < operations.length; id += 1) {
    const part = of[id] ?? 0;
    if (unfit[part] === 1) continue;
    // The cast: there is one for each id.
    const operation = model.asRegister(operations[id] as Operation);
    if (operation === undefined || (ends[id] === End.ok && isRefused(results[id]))) unfit[part] = 1;
    else if (operation.kind !== 'read') {
      const value = operation.kind === 'write' ? operation.value : operation.to;
      const values = written[part];
      const before = values?.size;
      if (values?.add(value).size === before) unfit[part] = 1;
    }
  }
  return names.map((_, part) => (unfit[part] === 1 ? undefined : initialZones(initial)));
}

const isRefused = (result: unknown): boolean =>
  result === REFUSED ||
  (typeof result === 'object' && result !== null && 'swapped' in result && result.swapped === false);

/** Takes one event; true if there is no legal order any more. */
export function isZoneClash<State, Operation, Result>(
  model: SequentialModel<State, Operation, Result>,
  zone: ZoneState,
  { clients, operations, results, ends }: HistoryColumns<Operation, Result>,
  code: number,
): boolean {
  const id = code >> 1;
  if ((code & 1) === 0) {
    // The cast: there is one for each id.
    const operation = model.asRegister?.(operations[id] as Operation);
    if (operation === undefined) throw new ZoneLimit('not an operation of a register');
    zoneCall(zone, id, clients[id] ?? 0, operation);
    return false;
  }
  const result = results[id];
  if (ends[id] === End.fail) return zoneFailed(zone, id) !== undefined;
  // Only of a read it may not be known what it returned: then it says nothing.
  if (ends[id] !== End.ok || result === UNTOLD) {
    zoneUnknown(zone, id);
    return false;
  }
  // The cast: `asRegister` promises that these are results of a register.
  return zoneReturned(zone, id, result as never) !== undefined;
}
