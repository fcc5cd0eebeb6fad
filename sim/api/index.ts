/** `wavetank`: write a process, define a system, run it in the tank. */

export { checksum, decode, type Encodable, encode, seal, unseal } from '../../src/process/codec.ts';
export { type Disk, type DiskCompletion, type DiskError, SECTOR_BYTES } from '../../src/process/disk.ts';
export { type ProcessId, processId } from '../../src/process/ids.ts';
export type {
  ClientContext,
  ClientProcess,
  Context,
  Observation,
  Outcome,
  Process,
} from '../../src/process/process.ts';
export type { Edits } from '../chance/site.ts';
export type { Sequence } from '../chance/streams.ts';
export type { Configuration as CheckConfiguration } from '../check/model/configuration.ts';
export { always, type Property, sometimes, type View } from '../check/model/property.ts';
export { defineCluster } from '../cluster/define-cluster.ts';
export type {
  ClusterDefinition,
  ClusterInvariant,
  DiskOrdering,
  NodePlace,
  ProgramNodes,
} from '../cluster/definition.ts';
export { defineSystem } from '../define/define-system.ts';
export type {
  For,
  InvariantOver,
  PropertyName,
  Settings,
  Setup,
  SystemDefinition,
} from '../define/definition.ts';
export type { Hardship } from '../define/hardships.ts';
export type { Misuse } from '../determinism/misuse.ts';
export type { ClientFunction, ClientSurroundings } from '../node/resident/client-function.ts';
export type { NodeView, OutputLine } from '../node/resident/node-view.ts';
export { type Failure, writeFailure } from '../replay/failure-file.ts';
export { inOwnTurn } from '../run/own-turn.ts';
export type { FoundViolation, RunResult, Verdict } from '../run/result.ts';
export type { Scenario } from '../scenario/scenario.ts';
export { ScenarioError } from '../scenario/scenario-error.ts';
export type { Draw, System } from '../scenario/system.ts';
export { ScriptedCluster, type ScriptedParts } from '../script/scripted-cluster.ts';
export type { DiskRequest, ScriptedDisk, SectorFate } from '../script/scripted-disk.ts';
export type { Packet } from '../script/scripted-surroundings.ts';
export type { Explanation } from '../shrink/explain.ts';
export { type Checked, type CheckOptions, check } from './check.ts';
export { type Campaign, type FuzzOptions, fuzz } from './fuzz.ts';
export { type Replay, replay } from './replay.ts';
export { type ShrinkOptions, type Shrunk, shrink } from './shrink.ts';
export { type Run, type SimulateOptions, simulate } from './simulate.ts';
