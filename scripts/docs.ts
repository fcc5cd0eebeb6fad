import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { allCommands } from '../sim/cli/program.ts';
import { FakeIo } from '../sim/cli/testing/fake-io.ts';
import { defaultSystem, systems } from '../sim/systems/index.ts';
import { faultTable } from '../sim/text/fault-table.ts';
import { apiPage } from './api-page.ts';
import { ENTRIES } from './public-api.ts';
import { commandsPage, scenarioPage } from './reference-pages.ts';

// `npm run docs`: writes the pages that are made from the code. A test says when they are not up to date.
const DOCS = path.join(import.meta.dirname, '../docs');
const commands = await allCommands(new FakeIo(), { systems, defaultSystem });
writeFileSync(path.join(DOCS, 'commands.md'), commandsPage(commands));
writeFileSync(path.join(DOCS, 'scenario.md'), scenarioPage());
const api = path.join(DOCS, 'api.md');
writeFileSync(api, apiPage(readFileSync(api, 'utf8'), ENTRIES));

const faults = path.join(DOCS, 'faults.md');
const rows = /(?:^\|.*\n)+/m; // the only table of the page
writeFileSync(
  faults,
  readFileSync(faults, 'utf8').replace(rows, () => `${faultTable().join('\n')}\n`),
);
