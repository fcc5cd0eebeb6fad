import { BadInput } from '../../input/bad-input.ts';
import { jsonl } from '../../page/exports/jsonl.ts';
import { perfetto } from '../../page/exports/perfetto.ts';
import { shiviz } from '../../page/exports/shiviz.ts';
import type { Recording } from '../../page/recording/recording.ts';
import { page } from '../../page/run/page.ts';
import type { ReportOptions } from './options.ts';

/** Makes a page or an export of a run. */
export type Format = (recording: Recording) => string;
const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['shiviz', shiviz],
  ['perfetto', perfetto],
  ['jsonl', jsonl],
]);

/** @throws BadInput */
export function formatOf({ html, export: name, out, odds }: ReportOptions): Format {
  if (name === undefined) {
    if (out !== undefined) throw new BadInput('--out needs --export; the page goes where --html says');
    return page;
  }
  if (odds) throw new BadInput('--odds is drawn into the page: leave --export out');
  if (html !== undefined) throw new BadInput('either --html or --export can be given, not both');
  const format = FORMATS.get(name);
  if (format !== undefined) return format;
  throw new BadInput(
    `--export ${name}: there is no such format; there are ${[...FORMATS.keys()].join(', ')}`,
  );
}
