/**
 * Schema migrations: each is applied once, in order, and `user_version` counts those applied. A released migration is never
 * changed; changes are added as new ones.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE campaigns (
    id TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    "commit" TEXT NOT NULL,
    began_at TEXT NOT NULL,
    systems TEXT NOT NULL,
    plan TEXT NOT NULL,
    program TEXT,
    totals TEXT NOT NULL,
    runs INTEGER NOT NULL,
    elapsed_ms INTEGER NOT NULL,
    workers INTEGER NOT NULL,
    finished INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX campaigns_by_time ON campaigns (began_at);

  CREATE TABLE samples (
    campaign TEXT NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    elapsed_ms INTEGER NOT NULL,
    runs INTEGER NOT NULL,
    steps INTEGER NOT NULL,
    virtual_us INTEGER NOT NULL,
    workers INTEGER NOT NULL,
    states INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    PRIMARY KEY (campaign, elapsed_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE findings (
    mark TEXT PRIMARY KEY,
    system TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    invariant TEXT,
    title TEXT NOT NULL,
    run TEXT,
    run_steps INTEGER,
    small TEXT,
    small_steps INTEGER,
    UNIQUE (system, fingerprint)
  ) STRICT;

  CREATE TABLE sightings (
    mark TEXT NOT NULL REFERENCES findings (mark) ON DELETE CASCADE,
    campaign TEXT NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    seed TEXT NOT NULL,
    step INTEGER NOT NULL,
    PRIMARY KEY (mark, campaign, seed)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sightings_by_campaign ON sightings (campaign);

  CREATE TABLE scores (
    "commit" TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    mutant TEXT NOT NULL,
    name TEXT NOT NULL,
    area TEXT NOT NULL,
    control INTEGER NOT NULL,
    found INTEGER NOT NULL,
    trials INTEGER NOT NULL,
    median_seeds REAL,
    PRIMARY KEY ("commit", mutant)
  ) STRICT, WITHOUT ROWID;
  `,
];
