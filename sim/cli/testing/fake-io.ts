import type { Io } from '../shared/io.ts';
import { palette } from '../shared/palette.ts';

/** No terminal, no clock, no colours; what was written is kept. */
export class FakeIo implements Io {
  stdout = '';
  stderr = '';
  readonly outIsTerminal = false;
  readonly errIsTerminal = false;
  readonly columns = 100;
  readonly paint = palette(false, undefined, undefined);
  readonly errPaint = palette(false, undefined, undefined);
  private ms = 0;

  out(text: string): void {
    this.stdout += text;
  }

  err(text: string): void {
    this.stderr += text;
  }

  nowMs(): number {
    return ++this.ms;
  }

  drawSeed(): string {
    return '4242';
  }

  breathe(): Promise<void> {
    return Promise.resolve();
  }

  onInterrupt(): () => void {
    return () => {};
  }
}
