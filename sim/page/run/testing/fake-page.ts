import { runInNewContext } from 'node:vm';

/** As much of an element as the viewer uses. */
export class FakeElement {
  readonly children: (FakeElement | string)[] = [];
  readonly style: Record<string, string> = {};
  readonly listeners = new Map<string, (event: object) => void>();
  className = '';
  type = '';
  checked = false;
  scrollTop = 0;
  clientWidth = 900;
  clientHeight = 600;
  width = 0;
  height = 0;
  onclick: (() => void) | undefined;
  onchange: (() => void) | undefined;
  readonly tagName: string;
  private own = '';

  constructor(tagName: string, text = '') {
    this.tagName = tagName.toUpperCase();
    this.own = text;
  }

  get textContent(): string {
    return this.own + this.children.map((c) => (typeof c === 'string' ? c : c.textContent)).join('');
  }

  set textContent(text: string) {
    this.children.length = 0;
    this.own = text;
  }

  append(...more: (FakeElement | string)[]): void {
    this.children.push(...more);
  }

  replaceChildren(...more: (FakeElement | string)[]): void {
    this.children.length = 0;
    this.append(...more);
  }

  addEventListener(name: string, listener: (event: object) => void): void {
    this.listeners.set(name, listener);
  }

  remove(): void {}
  focus(): void {}

  /** All elements below that fit. */
  all(fits: (element: FakeElement) => boolean): FakeElement[] {
    const below = this.children.filter((child) => child instanceof FakeElement);
    return below.flatMap((child) => [...(fits(child) ? [child] : []), ...child.all(fits)]);
  }

  /** What was drawn last: names of calls with their arguments, and colours as they were set. */
  readonly drawn: string[] = [];

  getContext(): object {
    const { drawn } = this;
    return new Proxy(
      {},
      {
        get: (_, name) => {
          if (name === 'setTransform') drawn.length = 0; // a new picture
          return (...args: unknown[]) => void drawn.push(`${String(name)} ${args.join(' ')}`);
        },
        set(_, name, value) {
          drawn.push(`${String(name)}=${String(value)}`);
          return true;
        },
      },
    );
  }
}

/** The viewer's script over a run, without a browser: its DOM is lists of elements, its canvas a list of calls. */
export class FakePage {
  readonly elements = new Map<string, FakeElement>();
  readonly location = { hash: '' };
  private readonly listeners = new Map<string, (event: object) => void>();

  constructor(html: string) {
    const data = /<script id="data" type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    const script = /<script>(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    for (const [, id = ''] of html.matchAll(/ id="([a-z]+)"/g)) this.elements.set(id, new FakeElement('div'));
    this.elements.set('data', new FakeElement('script', data));
    const listen = (name: string, listener: (event: object) => void): void => {
      this.listeners.set(name, listener);
    };
    runInNewContext(script, {
      document: {
        getElementById: (id: string) => this.of(id),
        createElement: (name: string) => new FakeElement(name),
        addEventListener: listen,
        body: new FakeElement('body'),
      },
      addEventListener: () => {},
      matchMedia: () => ({ addEventListener() {} }),
      getComputedStyle: ({ style }: FakeElement) => ({ color: style['color'] }),
      devicePixelRatio: 1,
      location: this.location,
    });
  }

  of(id: string): FakeElement {
    const element = this.elements.get(id);
    if (element === undefined) throw new Error(`there is no element ${id}`);
    return element;
  }

  press(key: string): void {
    this.listeners.get('keydown')?.({ key, target: new FakeElement('body'), preventDefault() {} });
  }

  search(text: string): void {
    this.of('search').listeners.get('input')?.({ target: { value: text } });
  }

  /** The step that is selected. */
  get step(): number {
    return Number(this.location.hash);
  }
}
