import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { allCommands } from '../sim/cli/program.ts';
import { FakeIo } from '../sim/cli/testing/fake-io.ts';
import { defaultSystem, systems } from '../sim/systems/index.ts';
import { apiPage } from './api-page.ts';
import { ENTRIES } from './public-api.ts';
import { commandsPage, scenarioPage } from './reference-pages.ts';

const DOCS = path.join(import.meta.dirname, '../docs');
const page = (name: string): string => readFileSync(path.join(DOCS, name), 'utf8');

describe('the pages that are made from the code', () => {
  it('should be up to date: commands (else `npm run docs`)', async () => {
    const commands = await allCommands(new FakeIo(), { systems, defaultSystem });
    expect(page('commands.md')).toBe(commandsPage(commands));
  });

  it('should be up to date: fields of a scenario (else `npm run docs`)', () => {
    expect(page('scenario.md')).toBe(scenarioPage());
  });
});

describe('the page of the API', () => {
  it('should have every export, and what the code says of it (else `npm run docs`)', () => {
    const text = page('api.md');
    expect(text).toBe(apiPage(text, ENTRIES));
    expect(text).toMatch(/\| `defineSystem` \| function \| \w/);
    expect(text).not.toMatch(/\| {2}\|$/m); // an export without a word
  });
});

describe('the site', () => {
  it('should have the pages that its menu names', () => {
    const groups = JSON.parse(page('site/pages.json')) as { items: { link: string }[] }[]; // our own file
    const links = groups.flatMap(({ items }) => items.map(({ link }) => link));
    expect(links.filter((link) => !existsSync(path.join(DOCS, `${link}.md`)))).toEqual([]);
    expect(new Set(links).size).toBe(links.length);
  });
});
