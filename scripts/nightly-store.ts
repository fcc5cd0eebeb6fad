import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { writeAtomically } from '../sim/files/write.ts';
import { escaped } from '../sim/page/html.ts';
import { visible } from '../sim/page/parts/visible.ts';
import { campaigns } from '../sim/store/campaigns.ts';
import { Database } from '../sim/store/database.ts';
import { type Finding, findings } from '../sim/store/findings.ts';
import { importCampaign } from '../sim/store/import-campaign.ts';

/** Puts all campaigns below a folder into a store; returns how many there were. */
export function keepNight(folder: string, store: string): number {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const folders = names.filter((name) => path.basename(name) === 'campaign.json').sort();
  const db = Database.open(store);
  try {
    for (const name of folders) importCampaign(db, path.join(folder, path.dirname(name)));
  } finally {
    db.close();
  }
  return folders.length;
}

/** A page that says how things stand, for who looks at what a night has left: it needs nothing else. */
export function writeSummary(store: string, file: string): void {
  const db = Database.open(store, 'read');
  try {
    const nights = campaigns(db).map(({ label, commit, beganAt, totals }) => [
      label,
      commit,
      beganAt.slice(0, 16).replace('T', ' '),
      totals.runs,
      totals.failed,
    ]);
    writeAtomically(
      file,
      page([
        table(
          'findings',
          ['state', 'mark', 'system', 'what', 'runs', 'first seen', 'last seen'],
          findings(db).map(rowOf),
        ),
        table(
          'campaigns',
          ['campaign', 'commit', 'began (UTC)', 'runs', 'failed'],
          nights.slice(0, NIGHTS_SHOWN),
        ),
      ]),
    );
  } finally {
    db.close();
  }
}

const NIGHTS_SHOWN = 200;

const rowOf = ({ state, mark, system, title, times, firstSeen, lastSeen }: Finding): Cells => [
  state,
  mark,
  system,
  title,
  times,
  firstSeen.commit,
  lastSeen.commit,
];

type Cells = readonly (string | number)[];

const cell = (tag: 'td' | 'th', value: string | number): string =>
  `<${tag}>${escaped(visible(String(value)))}</${tag}>`;

const table = (title: string, names: Cells, rows: readonly Cells[]): string =>
  [
    `<h2>${title} (${rows.length})</h2>`,
    `<table><thead><tr>${names.map((name) => cell('th', name)).join('')}</tr></thead><tbody>`,
    ...rows.map((row) => `<tr>${row.map((value) => cell('td', value)).join('')}</tr>`),
    '</tbody></table>',
  ].join('\n');

const page = (parts: readonly string[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>wavetank, night by night</title>
<style>
:root { color-scheme: light dark; }
body { font: 13px/1.4 ui-monospace, monospace; margin: 12px; }
td, th { text-align: left; vertical-align: top; padding: 2px 12px 2px 0; overflow-wrap: anywhere; }
</style>
</head>
<body>
${parts.join('\n')}
</body>
</html>
`;
