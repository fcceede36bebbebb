/** A place in a source file. Lines and columns count from 1; a missing end means the whole token. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

export function showSpan(span: Span): string {
  return `${span.file}:${span.line}:${span.column}`;
}

/** The text of a source file, by the path that spans name it by; undefined when it cannot be had. */
export type SourceOf = (file: string) => string | undefined;
