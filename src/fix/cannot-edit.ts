/** An idiom does not fit this source: the message says why, and nothing is changed. */
export class CannotEdit extends Error {
  override readonly name = "CannotEdit";
}
