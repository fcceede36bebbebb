import { Uri, ViewColumn, window, workspace, type ExtensionContext, type WebviewPanel } from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

let client: LanguageClient | undefined;
let panel: WebviewPanel | undefined;

/** Starts the server; everything else but the panel is the protocol's. */
export async function activate(context: ExtensionContext): Promise<void> {
  const [command = "unoops", ...args] = workspace
    .getConfiguration("unoops")
    .get<readonly string[]>("command", ["unoops", "lsp"]);
  client = new LanguageClient(
    "unoops",
    "unoops",
    { command, args: [...args] },
    {
      documentSelector: [{ scheme: "file", language: "c" }],
      initializationOptions: { showsPages: true },
      middleware: {
        // from the palette a command comes without a document: the one that is looked at is meant
        executeCommand: (name, given, next) => next(name, given.length > 0 ? given : activeDocument()),
      },
    },
  );
  client.onNotification("unoops/page", ({ uri }: { readonly uri: string }) => show(Uri.parse(uri)));
  context.subscriptions.push(client);
  await client.start();
}

export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}

function activeDocument(): string[] {
  const uri = window.activeTextEditor?.document.uri;
  return uri ? [uri.toString()] : [];
}

/** One panel beside the source. The page has a policy of its own, and asks for nothing. */
async function show(page: Uri): Promise<void> {
  const html = new TextDecoder().decode(await workspace.fs.readFile(page));
  if (!panel) {
    panel = window.createWebviewPanel(
      "unoops.timeline",
      "unoops: timeline",
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [], retainContextWhenHidden: true },
    );
    panel.onDidDispose(() => (panel = undefined));
  }
  panel.webview.html = html;
}
