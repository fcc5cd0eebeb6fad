import * as z from 'zod';
import { digestOf } from '../files/digest.ts';
import type { Database } from './database.ts';
import { type AtCommit, type State, stateOf } from './state.ts';

/** A kind of failure, kept permanently. */
export interface Finding {
  /** Short id for links and issue titles. */
  readonly mark: string;
  readonly system: string;
  readonly fingerprint: string;
  readonly invariant: string | null;
  readonly title: string;
  readonly state: State;
  /** The last commit at which its system was tested before that; null if there is none. */
  readonly goodCommit: string | null;
  readonly firstSeen: Seen;
  readonly lastSeen: Seen;
  /** Runs of its system and failing ones among them, per commit since it was first seen, oldest first. */
  readonly commits: readonly AtCommit[];
  readonly times: number;
  /** Seeds of the shortest runs. */
  readonly seeds: readonly string[];
  /** Steps of the shortest run with a stored failure file; null if there is none. */
  readonly runSteps: number | null;
  /** Steps of the shrunk run. */
  readonly smallSteps: number | null;
}

export interface Seen {
  readonly commit: string;
  readonly at: string;
}

/** One run that failed in this way. */
export interface Sighting {
  readonly system: string;
  readonly fingerprint: string;
  readonly invariant: string | null;
  readonly title: string;
  readonly campaign: string;
  readonly seed: string;
  readonly step: number;
}

const SEEDS_MAX = 20;

export const markOf = ({
  system,
  fingerprint,
}: {
  readonly system: string;
  readonly fingerprint: string;
}): string => digestOf(`${system} ${fingerprint}`);

/** Idempotent: reporting the same run again changes nothing. */
export function putSighting(db: Database, sighting: Sighting): void {
  const { system, fingerprint, invariant, title, campaign, seed, step } = sighting;
  const mark = markOf(sighting);
  db.run(
    'INSERT INTO findings (mark, system, fingerprint, invariant, title) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    mark,
    system,
    fingerprint,
    invariant,
    title,
  );
  db.run(
    'INSERT INTO sightings (mark, campaign, seed, step) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    mark,
    campaign,
    seed,
    step,
  );
}

/** Stores a failure file as text: the shortest one seen, as found or shrunk. */
export function putRun(db: Database, mark: string, kind: 'run' | 'small', text: string, steps: number): void {
  db.run(
    `UPDATE findings SET ${kind} = ?, ${kind}_steps = ? WHERE mark = ? AND (${kind}_steps IS NULL OR ${kind}_steps > ?)`,
    text,
    steps,
    mark,
    steps,
  );
}

/** The text of a stored failure file: by default the shrunk one, if there is one. */
export function runText(db: Database, mark: string, kind?: 'run' | 'small'): string | undefined {
  const schema = z.object({ run: z.string().nullable(), small: z.string().nullable() });
  const row = db.one(schema, 'SELECT run, small FROM findings WHERE mark = ?', mark);
  return (kind === undefined ? (row?.small ?? row?.run) : row?.[kind]) ?? undefined;
}

const findingSchema = z.object({
  mark: z.string(),
  system: z.string(),
  fingerprint: z.string(),
  invariant: z.string().nullable(),
  title: z.string(),
  run_steps: z.number().nullable(),
  small_steps: z.number().nullable(),
});
const testedSchema = z.object({
  commit: z.string(),
  systems: z.string(),
  runs: z.number(),
  began_at: z.string(),
});
const seenSchema = z.object({
  mark: z.string(),
  commit: z.string(),
  times: z.number(),
  first_at: z.string(),
  last_at: z.string(),
});
const seedSchema = z.object({ mark: z.string(), seed: z.string() });

/** All findings, those that need attention first. */
export function findings(db: Database): readonly Finding[] {
  const tested = db.all(
    testedSchema,
    'SELECT "commit", systems, SUM(runs) AS runs, MIN(began_at) AS began_at FROM campaigns GROUP BY "commit", systems ORDER BY MIN(began_at), "commit"',
  );
  const seen = groupBy(
    db.all(
      seenSchema,
      `SELECT mark, "commit", COUNT(*) AS times, MIN(began_at) AS first_at, MAX(began_at) AS last_at
       FROM sightings JOIN campaigns ON campaigns.id = sightings.campaign GROUP BY mark, "commit"`,
    ),
  );
  const seeds = groupBy(
    db.all(
      seedSchema,
      `SELECT mark, seed FROM (SELECT mark, seed, ROW_NUMBER() OVER (PARTITION BY mark ORDER BY step, seed) AS n FROM sightings)
       WHERE n <= ${SEEDS_MAX} ORDER BY mark, n`,
    ),
  );
  const rows = db.all(
    findingSchema,
    'SELECT mark, system, fingerprint, invariant, title, run_steps, small_steps FROM findings ORDER BY mark',
  );
  const found = rows.flatMap((row): Finding[] => {
    const finding = findingOf(row, tested, seen.get(row.mark) ?? [], seeds.get(row.mark) ?? []);
    return finding === undefined ? [] : [finding];
  });
  return found.sort(
    (a, b) => URGENCY[a.state] - URGENCY[b.state] || b.times - a.times || (a.mark < b.mark ? -1 : 1),
  );
}

const URGENCY: Readonly<Record<State, number>> = { reopened: 0, new: 1, ongoing: 2, rare: 3, resolved: 4 };

function findingOf(
  { mark, system, fingerprint, invariant, title, run_steps, small_steps }: z.infer<typeof findingSchema>,
  tested: readonly z.infer<typeof testedSchema>[],
  seen: readonly z.infer<typeof seenSchema>[],
  seeds: readonly z.infer<typeof seedSchema>[],
): Finding | undefined {
  const order = [...seen].sort((a, b) => (a.first_at < b.first_at ? -1 : 1));
  const [first] = order;
  const last = [...seen].sort((a, b) => (a.last_at < b.last_at ? -1 : 1)).at(-1);
  if (first === undefined || last === undefined) return undefined;
  const times = new Map(seen.map((each) => [each.commit, each.times]));
  const runs = new Map<string, number>();
  for (const at of tested) {
    const names = at.systems.split(',');
    // Each system of a campaign has its share of the runs.
    if (names.includes(system)) runs.set(at.commit, (runs.get(at.commit) ?? 0) + at.runs / names.length);
  }
  const all = [...runs].map(([commit, count]): AtCommit => {
    const failed = times.get(commit) ?? 0;
    return { commit, runs: Math.max(Math.round(count), failed), failed };
  });
  const from = Math.max(
    0,
    all.findIndex(({ failed }) => failed > 0),
  );
  return {
    mark,
    system,
    fingerprint,
    invariant,
    title,
    state: stateOf(all),
    goodCommit: all[from - 1]?.commit ?? null,
    firstSeen: { commit: first.commit, at: first.first_at },
    lastSeen: { commit: last.commit, at: last.last_at },
    commits: all.slice(from),
    times: seen.reduce((sum, each) => sum + each.times, 0),
    seeds: seeds.map(({ seed }) => seed),
    runSteps: run_steps,
    smallSteps: small_steps,
  };
}

function groupBy<T extends { readonly mark: string }>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.mark);
    if (group === undefined) groups.set(row.mark, [row]);
    else group.push(row);
  }
  return groups;
}
