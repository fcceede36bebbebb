import {
  ErrorCodes,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type TextDocuments,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { ChangedFile } from "../core/fix.ts";
import { UserError } from "../core/user-error.ts";
import { COMMANDS } from "./actions.ts";
import { editBetween } from "./edit.ts";
import { pathOf, uriOf } from "./uri.ts";
import type { Ran, Workbench } from "./workbench.ts";

/** Where the page of a run lies; sent to clients that show it in a panel of their own. */
const PAGE_NOTIFICATION = "unoops/page";

/** What runs longer than a key press: running a module, and proving a patch. Both can be called off. */
export class Jobs {
  client: { readonly capabilities: ClientCapabilities; readonly showsPages: boolean } = {
    capabilities: {},
    showsPages: false,
  };
  private readonly connection: Connection;
  private readonly bench: Workbench;
  private readonly documents: TextDocuments<TextDocument>;
  /** What the last run said, of which version of a document. */
  private readonly ran = new Map<string, { readonly version: number; readonly ran: Ran }>();

  constructor(connection: Connection, bench: Workbench, documents: TextDocuments<TextDocument>) {
    this.connection = connection;
    this.bench = bench;
    this.documents = documents;
  }

  /** What a run said of the text as it is now. */
  lastRun({ uri, version }: TextDocument): Ran | undefined {
    const last = this.ran.get(uri);
    return last?.version === version ? last.ran : undefined;
  }

  forget(uri: string): void {
    this.ran.delete(uri);
  }

  /** `line`: of the finding that a run is to show. */
  async execute(
    command: string,
    uri: unknown,
    line: number | undefined,
    token: CancellationToken,
  ): Promise<unknown> {
    const document = typeof uri === "string" ? this.documents.get(uri) : undefined;
    const path = document && pathOf(document.uri);
    if (!document || path === undefined)
      throw new ResponseError(ErrorCodes.InvalidParams, `${command}: name an open C file`);
    switch (command) {
      case COMMANDS.run:
        return line === undefined ? this.run(document, path, token) : this.runFinding(path, line, token);
      case COMMANDS.mend:
        return this.mend(path, token);
      case COMMANDS.timeline: {
        const last = this.lastRun(document);
        if (!last) return this.run(document, path, token);
        await this.show(last);
        return last;
      }
      default:
        throw new ResponseError(ErrorCodes.MethodNotFound, `${command}: there is no such command`);
    }
  }

  private async run(document: TextDocument, path: string, token: CancellationToken): Promise<Ran> {
    const { uri, version } = document;
    const ran = await this.work("running every interleaving", token, (signal) =>
      this.bench.run(path, this.openTexts(), signal),
    );
    this.ran.set(uri, { version, ran });
    if (this.client.capabilities.workspace?.codeLens?.refreshSupport === true)
      void this.connection.sendRequest("workspace/codeLens/refresh");
    this.say(
      ran.outcome === "safe" ? MessageType.Info : MessageType.Warning,
      `${ran.outcome.toUpperCase()}: ${ran.summary}`,
    );
    if (ran.outcome === "bug") await this.show(ran);
    return ran;
  }

  /** What a run says of one finding is no verdict on the module: it does not stand over `module_init`. */
  private async runFinding(path: string, line: number, token: CancellationToken): Promise<Ran> {
    const ran = await this.work(`looking for the interleaving of line ${line}`, token, (signal) =>
      this.bench.run(path, this.openTexts(), signal, line),
    );
    this.say(MessageType.Info, `line ${line}: ${ran.summary}`);
    if (ran.outcome === "bug") await this.show(ran);
    return ran;
  }

  private async mend(
    path: string,
    token: CancellationToken,
  ): Promise<{ readonly applied: boolean; readonly title: string; readonly why: string }> {
    const versions = new Map(this.documents.all().map(({ uri, version }) => [uri, version]));
    const { title, why, files } = await this.work("proving patches", token, (signal) =>
      this.bench.mend(path, this.openTexts(), signal),
    );
    if (!files) {
      this.say(MessageType.Warning, why);
      return { applied: false, title, why };
    }
    const isStale = files.some((file) => {
      const uri = uriOf(file.path);
      return this.documents.get(uri)?.version !== versions.get(uri);
    });
    const { applied } = isStale
      ? { applied: false }
      : await this.connection.workspace.applyEdit({ label: title, edit: this.editFor(files) });
    this.say(
      applied ? MessageType.Info : MessageType.Warning,
      applied
        ? `Mended: ${title} (${why})`
        : `Proven, but not applied: ${title}. The text has changed since.`,
    );
    return { applied, title, why };
  }

  private editFor(files: readonly ChangedFile[]): WorkspaceEdit {
    const edits = files.map(({ path, before, after }) => ({
      uri: uriOf(path),
      edits: [editBetween(before, after)],
    }));
    if (this.client.capabilities.workspace?.workspaceEdit?.documentChanges !== true)
      return { changes: Object.fromEntries(edits.map(({ uri, edits }) => [uri, edits])) };
    return {
      documentChanges: edits.map(({ uri, edits }) => ({
        textDocument: { uri, version: this.documents.get(uri)?.version ?? null },
        edits,
      })),
    };
  }

  /** Tells of progress while it goes on, and ends when either side calls it off. */
  private async work<T>(
    title: string,
    token: CancellationToken,
    action: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const controller = new AbortController();
    const progress = await this.connection.window.createWorkDoneProgress();
    progress.begin(`unoops: ${title}`, undefined, undefined, true);
    const listeners = [token, progress.token].map((one) =>
      one.onCancellationRequested(() => controller.abort()),
    );
    try {
      return await action(controller.signal);
    } catch (error) {
      if (controller.signal.aborted)
        throw new ResponseError(LSPErrorCodes.RequestCancelled, `${title}: called off`);
      if (!(error instanceof UserError)) throw error;
      this.say(MessageType.Error, error.message);
      throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    } finally {
      for (const listener of listeners) listener.dispose();
      progress.done();
    }
  }

  private async show({ page }: Ran): Promise<void> {
    const uri = uriOf(page);
    if (this.client.showsPages) return this.connection.sendNotification(PAGE_NOTIFICATION, { uri });
    if (this.client.capabilities.window?.showDocument?.support === true)
      await this.connection.window.showDocument({ uri, external: true });
    else this.say(MessageType.Info, `The timeline is ${page}`);
  }

  /** No answer is waited for: editors differ in when they give one. */
  private say(type: MessageType, text: string): void {
    void this.connection.sendNotification(ShowMessageNotification.type, { type, message: `unoops: ${text}` });
  }

  private openTexts(): Map<string, string> {
    return new Map(
      this.documents.all().flatMap((document) => {
        const path = pathOf(document.uri);
        return path === undefined ? [] : [[path, document.getText()] as const];
      }),
    );
  }
}
