/** Collects which figures of an answer are null, and why. */
export class Absences {
  readonly #figures = new Map<string, string[]>();

  /**
   * A figure as JSON can hold it.
   *
   * @param value   undefined or not finite where it does not exist
   * @param figure  its path in the answer
   * @param reason  why it may not exist; the rest of a sentence
   */
  figure(value: number | undefined, figure: string, reason: string): number | null {
    if (value !== undefined && Number.isFinite(value)) return value;
    return this.note(figure, reason);
  }

  /** Notes that a figure is null. */
  note(figure: string, reason: string): null {
    const figures = this.#figures.get(reason);
    if (figures === undefined) this.#figures.set(reason, [figure]);
    else figures.push(figure);
    return null;
  }

  /** One plain sentence a reason. */
  told(): readonly string[] {
    return Array.from(this.#figures, ([reason, figures]) => {
      const verb = figures.length === 1 ? 'is' : 'are';
      return `${figures.join(', ')} ${verb} null: ${reason}.`;
    });
  }
}
