import type { JSX } from "preact";
import type { Refusal } from "../job.ts";

interface Props {
  /** What it means for the result. */
  readonly word: string;
  readonly refusal: Refusal;
  readonly file: string;
  readonly jump: (line: number) => void;
}

/** Why nothing came of it, or only a part: one line, and what the compiler said. Its lines lead to the module's. */
export function Refused({ word, refusal, file, jump }: Props): JSX.Element {
  const { message, diagnostics } = refusal;
  return (
    <section aria-labelledby="refused">
      <h2 id="refused">
        <span class="word doubt">{word}</span> {message}
      </h2>
      {diagnostics.length > 0 && (
        <pre class="code" tabIndex={0} role="region" aria-label="What the compiler said">
          {diagnostics.map((text, i) => (
            <Diagnostic key={i} text={text} file={file} jump={jump} />
          ))}
        </pre>
      )}
    </section>
  );
}

function Diagnostic(props: { text: string; file: string; jump: (line: number) => void }): JSX.Element {
  const { text, file, jump } = props;
  const match = text.startsWith(`${file}:`) ? /^:(\d+)(?::\d+)?/.exec(text.slice(file.length)) : null;
  if (!match) return <span>{`${text}\n`}</span>;
  const place = file + match[0];
  return (
    <span>
      <button type="button" class="jump" onClick={() => jump(Number(match[1]))}>
        {place}
      </button>
      {`${text.slice(place.length)}\n`}
    </span>
  );
}
