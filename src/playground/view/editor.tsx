import type { JSX, TargetedDragEvent, TargetedKeyboardEvent } from "preact";
import { useRef } from "preact/hooks";

interface Props {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly placeholder: string;
  readonly change: (text: string) => void;
  /** Asked for with Ctrl-Enter. */
  readonly go: () => void;
  /** Lines are numbered, and Tab indents, for C. */
  readonly isCode?: boolean;
  /** What stands beside the label. */
  readonly children?: JSX.Element | false;
}

/** A text to write in. Tab indents C; behind Escape it goes on to the next element, as everywhere. */
export function Editor(props: Props): JSX.Element {
  const { id, label, text, placeholder, change, go, isCode = false, children } = props;
  const gutter = useRef<HTMLPreElement>(null);
  const leaves = useRef(false);
  const lines = isCode ? text.split("\n").length : 0;
  const key = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return go();
    }
    const isTab = event.key === "Tab" && !event.shiftKey && !leaves.current;
    leaves.current = event.key === "Escape";
    if (!isCode || event.altKey || event.ctrlKey || event.metaKey) return undefined;
    if (isTab) {
      event.preventDefault();
      insert("\t");
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      insert(`\n${indentAt(event.currentTarget)}`);
    }
    return undefined;
  };
  const drop = (event: TargetedDragEvent<HTMLTextAreaElement>): void => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void file.text().then(change);
  };
  return (
    <div class="field">
      <div class="field-head">
        <label for={id}>{label}</label>
        {children}
      </div>
      <div class={isCode ? "editor numbered" : "editor"}>
        {isCode && (
          <pre ref={gutter} class="gutter" aria-hidden="true">
            {Array.from({ length: lines }, (_, i) => i + 1).join("\n")}
          </pre>
        )}
        <textarea
          id={id}
          value={text}
          placeholder={placeholder}
          wrap="off"
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          onInput={({ currentTarget }) => change(currentTarget.value)}
          onKeyDown={key}
          onDrop={drop}
          onScroll={({ currentTarget }) => {
            if (gutter.current) gutter.current.scrollTop = currentTarget.scrollTop;
          }}
        />
      </div>
    </div>
  );
}

/** Typed for the user, so that it can be undone: nothing newer than this does that. */
function insert(text: string): void {
  document.execCommand("insertText", false, text);
}

/** What the line with the cursor begins with, and a tab more behind a brace. */
function indentAt({ value, selectionStart }: HTMLTextAreaElement): string {
  const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
  const lead = /^[ \t]*/.exec(line)?.[0] ?? "";
  return /\{\s*$/.test(line) ? `${lead}\t` : lead;
}
