/** A global that is made when it is first looked at. */
class Lazy {
  readonly make: () => unknown;

  constructor(make: () => unknown) {
    this.make = make;
  }
}

export const lazily = (make: () => unknown): unknown => new Lazy(make);

/** The globals of one program; what is dear to make is made on demand. */
export class ProgramGlobals extends Map<PropertyKey, unknown> {
  override get(key: PropertyKey): unknown {
    const value = super.get(key);
    if (!(value instanceof Lazy)) return value;
    const made = value.make();
    this.set(key, made);
    return made;
  }
}
