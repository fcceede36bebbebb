import type { JSX } from "preact";
import type { PlaygroundResult } from "../job.ts";

/** What can be done with a patch: into the editor with it, or onto the disk. */
export function Taken(props: {
  readonly patch: NonNullable<PlaygroundResult["patch"]>;
  readonly name: string;
  readonly take: (source: string) => void;
}): JSX.Element {
  const { patch, name, take } = props;
  return (
    <div class="actions">
      <button type="button" onClick={() => take(patch.source)}>
        Put it into the module
      </button>
      <button type="button" onClick={() => save(`${name}.patch`, patch.diff)}>
        Save the patch
      </button>
    </div>
  );
}

function save(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/x-patch" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
