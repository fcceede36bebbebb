import {
  CodeActionKind,
  MarkupKind,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type Diagnostic,
  type InitializeResult,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { isRuleId } from "../core/rules.ts";
import { actionsFor, COMMANDS } from "./actions.ts";
import { diagnosticOf, remarkOf } from "./diagnostics.ts";
import { Jobs } from "./jobs.ts";
import { judge } from "./judge.ts";
import { lensesOf } from "./lens.ts";
import { rulePageMarkdown } from "./rule-page.ts";
import { pathOf } from "./uri.ts";
import type { Workbench } from "./workbench.ts";

/** So long nothing may be typed before a text is judged, in ms. */
const PAUSE = 40;

/** Serves an editor until it goes. */
export class Server {
  private readonly connection: Connection;
  private readonly bench: Workbench;
  private readonly documents = new TextDocuments(TextDocument);
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  private readonly jobs: Jobs;

  constructor(connection: Connection, bench: Workbench) {
    this.connection = connection;
    this.bench = bench;
    this.jobs = new Jobs(connection, bench, this.documents);
    connection.onInitialize(({ capabilities, initializationOptions }) => {
      this.jobs.client = { capabilities, showsPages: initializationOptions?.showsPages === true };
      return ABILITIES;
    });
    this.documents.onDidChangeContent(({ document }) => this.judgeSoon(document));
    this.documents.onDidClose(({ document: { uri } }) => this.forget(uri));
    connection.onHover(({ textDocument: { uri }, position: { line, character } }) => {
      const here = (this.diagnostics.get(uri) ?? []).filter(
        ({ range: { start, end } }) =>
          start.line === line && start.character <= character && character <= end.character,
      );
      const pages = here.flatMap(({ code }) =>
        typeof code === "string" && isRuleId(code) ? [rulePageMarkdown(code)] : [],
      );
      return pages.length === 0
        ? null
        : { contents: { kind: MarkupKind.Markdown, value: pages.join("\n\n---\n\n") } };
    });
    connection.onCodeAction(({ textDocument: { uri }, context, range }) => {
      const document = this.documents.get(uri);
      if (!document) return [];
      const touched = (this.diagnostics.get(uri) ?? []).filter(
        (one) => one.range.start.line <= range.end.line && one.range.end.line >= range.start.line,
      );
      const wanted = context.only?.every((kind) => !CodeActionKind.QuickFix.startsWith(kind));
      return wanted ? [] : actionsFor(touched, document);
    });
    connection.onCodeLens(({ textDocument: { uri } }) => {
      const document = this.documents.get(uri);
      return document ? lensesOf(document, this.jobs.lastRun(document)) : [];
    });
    connection.onExecuteCommand(({ command, arguments: [uri, line] = [] }, token) =>
      this.jobs.execute(command, uri, typeof line === "number" ? line : undefined, token),
    );
    this.documents.listen(connection);
  }

  private judgeSoon(document: TextDocument): void {
    const { uri } = document;
    clearTimeout(this.waiting.get(uri));
    this.waiting.set(
      uri,
      setTimeout(() => this.judgeNow(uri), PAUSE),
    );
  }

  private judgeNow(uri: string): void {
    this.waiting.delete(uri);
    const document = this.documents.get(uri);
    const path = pathOf(uri);
    if (!document || path === undefined) return;
    const { findings, remarks } = judge(path, document.getText(), this.bench);
    const diagnostics = [
      ...findings.map((finding) => diagnosticOf(finding, document)),
      ...remarks.map((remark) => remarkOf(remark, document)),
    ];
    this.diagnostics.set(uri, diagnostics);
    void this.connection.sendDiagnostics({ uri, version: document.version, diagnostics });
  }

  private forget(uri: string): void {
    clearTimeout(this.waiting.get(uri));
    this.waiting.delete(uri);
    this.diagnostics.delete(uri);
    this.jobs.forget(uri);
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }
}

const ABILITIES: InitializeResult = {
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    codeLensProvider: {},
    executeCommandProvider: { commands: Object.values(COMMANDS), workDoneProgress: true },
  },
  serverInfo: { name: "unoops" },
};
