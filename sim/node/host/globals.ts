/** A global that is created on first access. */
class Lazy {
  readonly make: () => unknown;

  constructor(make: () => unknown) {
    this.make = make;
  }
}

export const lazily = (make: () => unknown): unknown => new Lazy(make);

/** Globals of one program; expensive ones are created on demand. */
export class ProgramGlobals extends Map<PropertyKey, unknown> {
  override get(key: PropertyKey): unknown {
    const value = super.get(key);
    if (!(value instanceof Lazy)) return value;
    const made = value.make();
    this.set(key, made);
    return made;
  }
}
