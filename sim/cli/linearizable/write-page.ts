import { writeAtomically } from '../../files/write.ts';
import { BadInput } from '../../input/bad-input.ts';
import { type DrawnHistory, historyPage } from '../../page/history/history-page.ts';

/** Draws a history into a file. @throws BadInput when it cannot be written */
export function writePage(file: string, drawn: DrawnHistory): void {
  const page = historyPage(drawn);
  try {
    writeAtomically(file, page);
  } catch (error) {
    throw new BadInput(
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
