/**
 * Which modules are there. They are loaded in order, each of which may use those before it, and go in the reverse order; so one number,
 * how often one of them came or went, tells of all. A round has two such turns for each module.
 */
export class ModuleLives {
  private readonly turns: number;

  constructor(modules: number) {
    this.turns = 2 * modules;
  }

  /** How often all of them were loaded and gone again. */
  round(life: number): number {
    return Math.floor(life / this.turns);
  }

  /** The number of the module that came last of those that are there; -1: none is. */
  last(life: number): number {
    const turn = life % this.turns;
    return Math.min(turn, this.turns - 2 - turn);
  }

  /** The same for who came to be in a round: of the modules that were there before it, all are gone. */
  lastFor(life: number, round: number): number {
    return round < this.round(life) ? -1 : this.last(life);
  }

  /** After a module has gone; those behind it are gone, or never came. */
  afterUnload(life: number, module: number): number {
    return (this.round(life) + 1) * this.turns - 1 - module;
  }

  /** After a module has come: the first one, as soon as all are gone, begins a round. */
  afterLoad(life: number, module: number): number {
    return (this.round(life) + (this.last(life) < 0 ? 1 : 0)) * this.turns + module;
  }
}
