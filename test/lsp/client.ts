import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type InitializeParams,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from "vscode-languageserver-protocol/node";

/** An editor, as far as a server can tell: vscode-languageserver-protocol's own end of the wire. */
export class Client {
  readonly connection: ProtocolConnection;
  readonly messages: string[] = [];
  /** Edits that the server asked for, and which were taken. */
  readonly edits: { readonly edit: unknown }[] = [];
  readonly shown: string[] = [];
  private readonly told = new Map<string, PublishDiagnosticsParams>();
  private readonly listeners = new Set<() => void>();

  constructor(input: NodeJS.ReadableStream, output: NodeJS.WritableStream) {
    this.connection = createProtocolConnection(
      new StreamMessageReader(input),
      new StreamMessageWriter(output),
    );
    this.connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.told.set(params.uri, params);
      for (const listener of this.listeners) listener();
    });
    this.connection.onNotification("window/showMessage", ({ message }: { message: string }) => {
      this.messages.push(message);
    });
    this.connection.onRequest("workspace/applyEdit", (params: { edit: unknown }) => {
      this.edits.push(params);
      return { applied: true };
    });
    this.connection.onRequest("window/showDocument", ({ uri }: { uri: string }) => {
      this.shown.push(uri);
      return { success: true };
    });
    this.connection.onRequest("workspace/codeLens/refresh", () => null);
    this.connection.onRequest("window/workDoneProgress/create", () => null);
    this.connection.listen();
  }

  async start(more: Partial<InitializeParams> = {}): Promise<void> {
    await this.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: {
          applyEdit: true,
          workspaceEdit: { documentChanges: true },
          codeLens: { refreshSupport: true },
        },
        window: { showDocument: { support: true }, workDoneProgress: true },
      },
      ...more,
    });
    await this.connection.sendNotification("initialized", {});
  }

  /** Opens a file, or a text under its name; answers with its URI. */
  async open(path: string, text = readFileSync(path, "utf8")): Promise<string> {
    const uri = pathToFileURL(path).href;
    await this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "c", version: 1, text },
    });
    return uri;
  }

  async change(uri: string, version: number, text: string): Promise<void> {
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  /** What is found in a version of a document, as soon as it is told. */
  async diagnostics(uri: string, version: number): Promise<Diagnostic[]> {
    for (;;) {
      const last = this.told.get(uri);
      if (last && (last.version ?? 0) >= version) return last.diagnostics;
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.listeners.delete(listener);
          resolve();
        };
        this.listeners.add(listener);
      });
    }
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.connection.sendRequest(method, params);
  }

  execute<T>(command: string, uri: string): Promise<T> {
    return this.request("workspace/executeCommand", { command, arguments: [uri] });
  }
}
