/**
 * The rooms of the code, from the ground up, and the arrows that are allowed between them. A room may import itself and the
 * rooms that it names, which all stand above it in this table: so no arrow can run up, and there are no circles of rooms.
 * `npm run arrows` shows what is really there; `arrows.test.ts` fails when it breaks the rule.
 */
export interface Room {
  /** A folder. A file belongs to the room with the longest matching path. */
  readonly path: string;
  readonly holds: string;
  /** Rooms whose values and types it may import. */
  readonly uses: readonly string[];
  /** Rooms of which it may know the types, but run no code. */
  readonly types?: readonly string[];
}

const INVARIANTS = [
  'invariants',
  'invariants/general',
  'invariants/linearizability',
  'invariants/register',
  'invariants/vsr',
];
const SYSTEMS_UNDER_TEST = ['src/service', 'src/vsr', 'src/register'];
const KERNEL = ['src/process', 'sim/words', 'sim/chance', 'sim/kernel'];
const ENVIRONMENT = [...KERNEL, 'sim/network', 'sim/disk', 'sim/clock', 'sim/faults'];
/** All that a single run needs. It knows no protocol. */
const RUN = [...ENVIRONMENT, 'sim/scenario', 'sim/run', 'sim/events'];
/** All that runs are used for. */
const TOOLS = [
  ...RUN,
  'sim/node',
  'sim/define',
  'sim/cluster',
  'sim/files',
  'sim/systems',
  'sim/served',
  'sim/recorded',
  'sim/chaos',
  'sim/input',
  'sim/determinism',
  'sim/check',
  'sim/check/systems',
  'sim/replay',
  'sim/campaign',
  'sim/mutants',
  'sim/shrink',
  'sim/bisect',
  'sim/store',
  'sim/fleet',
];

export const ROOMS: readonly Room[] = [
  { path: 'src/process', holds: 'contract, plain data, digests, codec', uses: [] },
  { path: 'src/service', holds: 'state machines that are replicated', uses: ['src/process'] },
  { path: 'src/vsr', holds: 'Viewstamped Replication', uses: ['src/process', 'src/service'] },
  { path: 'src/wal', holds: 'a write-ahead log for processes', uses: ['src/process'] },
  { path: 'src/register', holds: 'replicated registers', uses: ['src/process'] },
  { path: 'src/host', holds: 'real sockets, files and time', uses: ['src/process'] },

  { path: 'invariants', holds: 'the contract of observers', uses: [], types: ['src/process'] },
  { path: 'invariants/general', holds: 'for every system', uses: ['invariants', 'src/process'] },
  {
    path: 'invariants/linearizability',
    holds: 'histories and their checkers',
    uses: ['invariants', 'src/process'],
  },
  {
    path: 'invariants/register',
    holds: 'for registers',
    uses: ['invariants', 'invariants/general', 'src/process'],
    types: ['src/register'],
  },
  {
    path: 'invariants/vsr',
    holds: 'for VSR',
    uses: ['invariants', 'invariants/general', 'src/process'],
    types: ['src/vsr', 'src/service'],
  },

  { path: 'sim/words', holds: 'numbers, times and plain data in words', uses: ['src/process'] },
  { path: 'sim/chance', holds: 'streams, decisions, edits, turns', uses: ['src/process'] },
  {
    path: 'sim/kernel',
    holds: 'world, agenda, ports, trace',
    uses: ['src/process', 'sim/chance'],
    types: ['invariants'],
  },
  {
    path: 'sim/script',
    holds: 'a cluster that a test leads, event by event',
    uses: KERNEL,
    types: ['invariants'],
  },
  { path: 'sim/network', holds: 'links', uses: KERNEL },
  { path: 'sim/disk', holds: 'disks that forget', uses: KERNEL },
  { path: 'sim/clock', holds: 'clocks that drift', uses: KERNEL },
  {
    path: 'sim/faults',
    holds: 'one file per fault class',
    uses: [...KERNEL, 'sim/network', 'sim/disk', 'sim/clock'],
    types: ['invariants'],
  },
  {
    path: 'sim/scenario',
    holds: 'schema, swarm, workload, phases',
    uses: ENVIRONMENT,
    types: ['invariants', 'invariants/linearizability'],
  },
  { path: 'sim/run', holds: 'one run', uses: [...ENVIRONMENT, 'sim/scenario'], types: ['invariants'] },
  {
    path: 'sim/events',
    holds: 'typed events, and words for them',
    uses: [...ENVIRONMENT, 'sim/scenario', 'sim/run'],
    types: ['invariants'],
  },

  { path: 'sim/node', holds: 'what a program believes to be Node', uses: RUN, types: ['invariants'] },
  { path: 'sim/define', holds: 'defineSystem', uses: [...RUN, ...INVARIANTS.slice(0, 3)] },
  {
    path: 'sim/cluster',
    holds: 'defineCluster',
    uses: [...RUN, 'sim/node', 'sim/define', ...INVARIANTS.slice(0, 3)],
  },
  { path: 'sim/files', holds: 'where we are, commits, locks, whole files', uses: [] },
  {
    path: 'sim/systems',
    holds: 'the systems that come along',
    uses: [...RUN, 'sim/node', 'sim/define', 'sim/files', ...INVARIANTS, ...SYSTEMS_UNDER_TEST],
  },
  {
    path: 'sim/input',
    holds: 'what people ask for, checked',
    uses: [...RUN, 'sim/define', 'sim/systems'],
  },
  { path: 'sim/determinism', holds: 'runs compared step by step', uses: RUN, types: ['invariants'] },
  {
    path: 'sim/check',
    holds: 'every run of a small configuration',
    uses: RUN,
    types: ['invariants', 'invariants/linearizability'],
  },
  {
    path: 'sim/check/systems',
    holds: 'what the checker is told of the systems that come along',
    uses: [...RUN, 'sim/check'],
    types: [...INVARIANTS, ...SYSTEMS_UNDER_TEST],
  },
  { path: 'examples/raft', holds: 'a Raft as a user writes it: from the public entries alone', uses: [] },
  {
    path: 'examples/check',
    holds: 'small systems that only the checker knows',
    uses: ['src/process', 'sim/words', 'sim/check', 'invariants/linearizability'],
    types: ['invariants'],
  },
  {
    path: 'sim/served',
    holds: 'systems on real machines',
    uses: [...RUN, 'sim/define', 'sim/systems', 'sim/input', 'sim/files', 'src/host', ...INVARIANTS],
    types: SYSTEMS_UNDER_TEST,
  },
  {
    path: 'sim/recorded',
    holds: 'recordings of real machines, as one run in the tank',
    uses: [...RUN, 'sim/define', 'sim/systems', 'sim/input', 'sim/files', 'sim/served', 'src/host'],
    types: ['invariants'],
  },
  {
    path: 'sim/chaos',
    holds: 'real processes under real faults',
    uses: [
      ...RUN,
      'sim/define',
      'sim/systems',
      'sim/input',
      'sim/files',
      'sim/served',
      'sim/recorded',
      'src/host',
      'invariants/linearizability',
    ],
    types: ['invariants'],
  },
  {
    path: 'sim/replay',
    holds: 'runs on record',
    uses: [...RUN, 'sim/input', 'sim/determinism', 'sim/files'],
  },
  {
    path: 'sim/campaign',
    holds: 'plan, queue, workers, merge',
    uses: [...RUN, 'sim/systems', 'sim/input', 'sim/determinism', 'sim/files', 'sim/replay'],
  },
  {
    path: 'sim/mutants',
    holds: 'known bugs, and who finds them',
    uses: [...RUN, 'sim/systems', 'sim/input', 'sim/files', 'sim/campaign'],
  },
  {
    path: 'sim/shrink',
    holds: 'failing runs made small',
    uses: [
      ...RUN,
      'invariants/linearizability',
      'sim/systems',
      'sim/determinism',
      'sim/files',
      'sim/replay',
      'sim/campaign',
      'sim/recorded',
    ],
  },
  {
    path: 'sim/bisect',
    holds: 'the commit that broke it',
    uses: [...RUN, 'sim/systems', 'sim/input', 'sim/files', 'sim/replay'],
  },
  {
    path: 'sim/store',
    holds: 'campaigns and findings, kept for ever',
    uses: [...RUN, 'sim/systems', 'sim/input', 'sim/files', 'sim/replay', 'sim/campaign', 'sim/mutants'],
  },
  {
    path: 'sim/fleet',
    holds: 'campaigns on many machines',
    uses: [...RUN, 'sim/systems', 'sim/input', 'sim/files', 'sim/replay', 'sim/campaign', 'sim/shrink'],
  },
  { path: 'sim/text', holds: 'renderings for a terminal', uses: TOOLS, types: ['invariants'] },
  {
    path: 'sim/page',
    holds: 'pages and exports',
    uses: [...TOOLS, 'sim/text', 'invariants/linearizability'],
    types: ['invariants'],
  },
  {
    path: 'sim/web',
    holds: 'a server for pages',
    uses: [...TOOLS, 'sim/page'],
  },
  {
    path: 'sim/api',
    holds: 'the public entries',
    uses: [...TOOLS, 'src/host', 'src/wal', ...INVARIANTS, 'sim/script', 'sim/text', 'sim/page'],
  },
  {
    path: 'sim/cli',
    holds: 'the commands',
    uses: [
      ...TOOLS,
      'src/host',
      'invariants/linearizability',
      'sim/text',
      'sim/page',
      'sim/web',
      'examples/check',
    ],
  },
  { path: 'examples', holds: 'programs, and clusters of them, as users write them', uses: [] },
  {
    path: 'scripts',
    holds: 'what runs in the repository only',
    uses: [
      ...TOOLS,
      ...INVARIANTS,
      ...SYSTEMS_UNDER_TEST,
      'sim/text',
      'sim/page',
      'sim/cli',
      'sim/api',
      'examples/check',
    ],
  },
];

/** Arrows against the rule that are still there. Whoever owns the room mends them and takes the line out. */
export interface Exception {
  /** Path prefixes of the importing and of the imported file. */
  readonly from: string;
  readonly to: string;
  readonly owner: string;
  readonly until: string;
}

export const EXCEPTIONS: readonly Exception[] = [];

/** Files of which each closes a circle that is still there. Whoever owns the room breaks it and takes the line out. */
export const CIRCLES: readonly { readonly file: string; readonly owner: string }[] = [];

/** Files that are still too long. Whoever owns the room cuts them and takes the line out. */
export const TOO_LONG: readonly { readonly file: string; readonly owner: string }[] = [
  { file: 'sim/cli/linearizable/cases.test.ts', owner: 'data: histories with their verdicts' },
  { file: 'sim/cli/linearizable/workloads.test.ts', owner: 'data: histories with their verdicts' },
];
