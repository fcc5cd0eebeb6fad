import { type HTMLElement, Window } from 'happy-dom';

/** Names that the script of a page takes from its window. */
const GLOBALS = [
  'document',
  'location',
  'history',
  'Element',
  'HTMLElement',
  'ResizeObserver',
  'innerWidth',
  'getComputedStyle',
] as const;

/** A page with its script running, in a DOM without a browser: nothing is laid out. */
export class OpenedPage {
  readonly window: Window;

  private constructor(html: string, hash: string) {
    this.window = new Window({ url: `http://localhost/${hash}`, innerWidth: 1200 });
    const [opening = '', type = ''] = /<script id="data" type="([^"]+)">/.exec(html) ?? [];
    const data = elementText(html, opening);
    const script = elementText(html, '<script>');
    const { document } = this.window;
    document.body.innerHTML = '<div id="app"></div>';
    const holder = document.createElement('script');
    holder.setAttribute('type', type);
    holder.id = 'data';
    holder.textContent = data;
    document.body.append(holder);
    const values = GLOBALS.map((name) => this.window[name]);
    new Function(...GLOBALS, script)(...values);
  }

  /** Closes nothing: a window without timers and requests is garbage when nobody looks at it. */
  static async open(html: string, hash = ''): Promise<OpenedPage> {
    const opened = new OpenedPage(html, hash);
    do await opened.settled();
    while (opened.text('app') === 'unpacking…');
    return opened;
  }

  of(id: string): HTMLElement {
    const element = this.window.document.getElementById(id);
    if (element === null) throw new Error(`there is no element ${id}`);
    return element as HTMLElement; // a page of HTML
  }

  text(id: string): string {
    return this.of(id).textContent;
  }

  /** All elements below one that fit a selector. */
  all(id: string, selector: string): readonly HTMLElement[] {
    return [...this.of(id).querySelectorAll(selector)] as HTMLElement[]; // a page of HTML
  }

  async press(key: string): Promise<void> {
    const pressed = new this.window.KeyboardEvent('keydown', { key, bubbles: true });
    this.window.document.body.dispatchEvent(pressed);
    await this.settled();
  }

  async click(element: HTMLElement | undefined): Promise<void> {
    if (element === undefined) throw new Error('there is nothing to click at');
    element.click();
    await this.settled();
  }

  async type(id: string, text: string): Promise<void> {
    const field = this.of(id);
    if (!(field instanceof this.window.HTMLInputElement)) throw new Error(`${id} is no field`);
    field.value = text;
    field.dispatchEvent(new this.window.Event('input', { bubbles: true }));
    await this.settled();
  }

  /** The step that is selected. */
  get step(): number {
    return Number(this.window.location.hash.slice(1));
  }

  /** Until all that was asked for is drawn, and what waits for that is done. */
  private async settled(): Promise<void> {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setTimeout(resolve));
  }
}

function elementText(html: string, opening: string): string {
  const from = html.indexOf(opening) + opening.length;
  return html.slice(from, html.indexOf('</script>', from));
}
