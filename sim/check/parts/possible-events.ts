import type { ProcessId } from '../../../src/process/ids.ts';
import type { StepEvent } from '../handlers/events.ts';
import type { Local } from '../handlers/local.ts';
import type { CheckSystem } from '../model/check-system.ts';
import type { Configuration } from '../model/configuration.ts';
import type { BudgetSlot } from './budget-slots.ts';
import type { Column } from './locals.ts';

/** Internal events enabled for a process in this local state. */
export function possibleEvents(
  system: CheckSystem,
  configuration: Configuration,
  budgets: readonly BudgetSlot[],
  process: ProcessId,
  local: Local,
): readonly Column[] {
  const costOf = (name: string): number => budgets.find((slot) => slot.name === name)?.bit ?? 0;
  const own = (event: StepEvent, cost = 0, whenIdle = false): Column => ({
    event,
    envelope: -1,
    cost,
    whenIdle,
  });
  const columns: Column[] = [];
  const client = process - system.replicas.length;
  if (configuration.calls === 'step' && client >= 0 && !local.open) {
    if (local.called < (system.operations[client]?.length ?? 0)) columns.push(own({ type: 'call' }));
  }
  for (const timer of local.timers) {
    const name = budgetOf(configuration, timerName(system, process, timer), process);
    const budget = configuration.timers[name] ?? 0;
    if (budget !== 0) columns.push(own({ type: 'timer', timer }, costOf(`timer ${name}`), budget === 'idle'));
  }
  const requests = local.disk?.requests.length ?? 0;
  for (let request = 0; request < requests; request++) columns.push(own({ type: 'disk', request }));
  if (client < 0 && configuration.crash !== 0) columns.push(own({ type: 'crash' }, costOf('crash')));
  return columns;
}

/** Name of the budget of this timer at this process: its own, if there is one, or that of all timers of this name. */
export function budgetOf({ timers }: Configuration, name: string, process: ProcessId): string {
  const own = `${name}@${process}`;
  return Object.hasOwn(timers, own) ? own : name;
}

/** Name of a timer, without the process. */
export function timerName({ timers, replicas }: CheckSystem, process: ProcessId, timer: number): string {
  const names = process < replicas.length ? timers?.replicas : timers?.clients;
  return names?.[timer] ?? `timer ${timer}`;
}
